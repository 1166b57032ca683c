"""Numbers as Java prints them: in the names and labels that Spark makes of values."""

from __future__ import annotations

import math
from decimal import Decimal

# Places before the point within which Java prints no exponent.
_PLAIN = range(-2, 8)


def double_to_string(value: float) -> str:
    """Returns what Java's `Double.toString` gives, in the fewest digits that tell it apart."""
    if not math.isfinite(value):
        return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(value)]
    if value == 0:
        return repr(value)
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    text, point = "".join(map(str, digits)), len(digits) + int(exponent)
    return f"{'-' * sign}{_plain(text, point) if point in _PLAIN else _scientific(text, point)}"


def _plain(digits: str, point: int) -> str:
    if point <= 0:
        return f"0.{'0' * -point}{digits}"
    return f"{digits[:point]:0<{point}}.{digits[point:] or '0'}"


def _scientific(digits: str, point: int) -> str:
    return f"{digits[0]}.{digits[1:] or '0'}E{point - 1}"
