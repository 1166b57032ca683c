"""JSON text to Python values, refusing what JSON leaves open.

The standard library keeps the last of two equal keys, takes NaN and Infinity, and lets half a
surrogate pair pass. A request that contains one of them has no clear meaning.
"""

from __future__ import annotations

import json
import math
from typing import Any, Never, TypeAlias

from saltus_schema.errors import JsonError
from saltus_schema.repetition import first_repeated
from saltus_schema.violation import Code, Violation
from saltus_schema.wording import shorten

Pairs: TypeAlias = list[tuple[str, Any]]

# Python's limit on digits to convert cannot be set lower than this; a double holds 309.
LONGEST_INT = 640


def decode_json(data: bytes | str) -> Any:
    """Decode one JSON value from UTF-8.

    A number too large for a double becomes an infinity, which every field refuses by name.

    Raises:
        JsonError: It is not JSON, or has a duplicate key, NaN or Infinity in it.
    """
    try:
        # Encoding tells whether a str has half a surrogate pair in it.
        text = (data.encode() if isinstance(data, str) else data).decode()
        value = _decode(text)
        # JSON may also spell it out.
        if "\\ud" in text or "\\uD" in text:
            json.dumps(value, ensure_ascii=False).encode()
    except UnicodeError as error:
        raise _invalid(f"the text is not Unicode: {error}") from None
    except RecursionError:
        raise _invalid("the text is nested too deeply for a row") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise _invalid(f"the text is not JSON: {error.msg} at {where}") from None
    return value


def _decode(text: str) -> Any:
    try:
        return _FAST.decode(text)
    except ValueError as error:
        # All others are subclasses.
        if type(error) is not ValueError:
            raise
    # There is a constant, or an integer longer than Python converts: find out whose it is.
    value = _NAMING.decode(text)
    _refuse_constant("", value)
    return value


def _unique(pairs: Pairs) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        key = first_repeated(key for key, _ in pairs)
        raise _error(str(key), "duplicate_key", "occurs twice in one object, keep one")
    return found


def _named(pairs: Pairs) -> dict[str, Any]:
    for key, value in pairs:
        _refuse_constant(key, value)
    return _unique(pairs)


class _Constant(str):
    """`NaN`, `Infinity` or `-Infinity` where a number should be."""

    __slots__ = ()


def _refuse_constant(key: str, value: object) -> None:
    match value:
        case _Constant():
            raise _error(key, "not_finite", f"must be a finite number, got {value}")
        case list():
            for element in value:
                _refuse_constant(key, element)


def _refuse_any_constant(name: str) -> Never:
    raise ValueError(name)


def _long_int(digits: str) -> float:
    return int(digits) if len(digits) <= LONGEST_INT else math.copysign(math.inf, float(digits))


def _invalid(message: str) -> JsonError:
    return _error("", "invalid_json", message)


def _error(key: str, code: Code, message: str) -> JsonError:
    return JsonError([Violation(shorten(key), code, message)])


_FAST = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse_any_constant)
_NAMING = json.JSONDecoder(object_pairs_hook=_named, parse_constant=_Constant, parse_int=_long_int)
