"""How values appear in messages: on one line, short, whatever the client sent."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_TEXT = 60
LONGEST_LIST = 10
# An int of more bits may have more decimal digits than Python agrees to print.
LONGEST_INT_BITS = 256


def show(value: object) -> str:
    """Write a value as JSON would, shortened; containers only by their size."""
    match value:
        case None | bool() | str():
            return _json(value)
        case int():
            return str(value) if value.bit_length() <= LONGEST_INT_BITS else "a far larger integer"
        case float() | Decimal():
            return str(value) if math.isfinite(value) else json.dumps(float(value))
        case list() | tuple():
            return f"a list of {count(len(value), 'item')}"
        case dict():
            return "an object"
    return f"a Python {type(value).__name__}"


def show_all(values: Sequence[Any]) -> str:
    """Write values separated by commas, shortened."""
    text = ", ".join(show(value) for value in values[:LONGEST_LIST])
    return text if len(values) <= LONGEST_LIST else f"{text}, … ({len(values)} in all)"


def count(number: int, noun: str) -> str:
    """Write a number with its noun in singular or plural."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def shorten(text: str) -> str:
    """Cut a text that a client chose, and make sure that UTF-8 can carry it."""
    cut = text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"
    return cut.encode(errors="backslashreplace").decode()


def _json(value: str | bool | None) -> str:
    return json.dumps(shorten(value) if isinstance(value, str) else value, ensure_ascii=False)
