"""Spark's types and how two of them become one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from saltus_training.columns import is_decimal

VOID = "void"
INTEGRAL = ("byte", "short", "int", "long")
FLOATING = ("float", "double")
TIMES = ("date", "timestamp")
MOST_DIGITS = 38

_DECIMAL = re.compile(r"decimal\((\d+),(\d+)\)")
_DIGITS = {"byte": 3, "short": 5, "int": 10, "long": 20}


@dataclass(frozen=True, slots=True)
class Decimal:
    """A decimal type; it may have more digits than Spark allows until it is named."""

    precision: int
    scale: int

    @property
    def whole(self) -> int:
        """Digits before the point."""
        return self.precision - self.scale

    @property
    def fits(self) -> bool:
        """Whether Spark has the type as it is."""
        return 0 < self.precision <= MOST_DIGITS

    def __str__(self) -> str:
        return f"decimal({self.precision},{self.scale})"

    def wider(self, other: Decimal) -> Decimal:
        """Returns the type that holds the values of both."""
        scale = max(self.scale, other.scale)
        return Decimal(max(self.whole, other.whole) + scale, scale)


def is_numeric(name: str) -> bool:
    """Whether a type is a number; booleans are none."""
    return name in INTEGRAL or name in FLOATING or is_decimal(name)


def is_scalar(name: str) -> bool:
    """Whether expressions can compute with a type."""
    return is_numeric(name) or name in {"boolean", "string", *TIMES, VOID}


def as_decimal(name: str) -> Decimal | None:
    """Returns a decimal type, or that which holds all integers of a type."""
    if match := _DECIMAL.fullmatch(name):
        return Decimal(int(match[1]), int(match[2]))
    return Decimal(_DIGITS[name], 0) if name in _DIGITS else None


def wider(left: str, right: str, *, ansi: bool) -> str | None:
    """Returns the type that Spark casts values of two types to, None if there is none.

    Texts beside other types are cast under ANSI rules only: what the older rules do depends on
    the expression around them.
    """
    if right in {left, VOID}:
        return left
    if left == VOID:
        return right
    if left == "string" or right == "string":
        return _beside_text(right if left == "string" else left) if ansi else None
    if left in TIMES and right in TIMES:
        return "timestamp"
    if is_numeric(left) and is_numeric(right):
        return _wider_number(left, right, ansi=ansi)
    return None


def _beside_text(other: str) -> str:
    if other in INTEGRAL:
        return "long"
    return "double" if is_numeric(other) else other


def _wider_number(left: str, right: str, *, ansi: bool) -> str:
    if left in INTEGRAL and right in INTEGRAL:
        return max(left, right, key=INTEGRAL.index)
    if left in FLOATING or right in FLOATING:
        # Under ANSI rules a float has too few digits for integers.
        narrow = not ansi and {left, right} <= {"float", *INTEGRAL}
        return "float" if narrow else "double"
    a, b = as_decimal(left), as_decimal(right)
    assert a is not None  # noqa: S101 - what is neither integral nor floating is a decimal
    assert b is not None  # noqa: S101
    return str(a.wider(b))
