"""Decimal numbers of a fixed scale."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pydantic_core import PydanticCustomError, PydanticKnownError

from saltus_schema.bounds import UNBOUNDED, Bounds
from saltus_schema.errors import SchemaError
from saltus_schema.types.base import ParametricType
from saltus_schema.types.integer import EXACT
from saltus_schema.types.textual import TextualType, limits
from saltus_schema.wording import LONGEST_INT_BITS, count, show

if TYPE_CHECKING:
    from collections.abc import Callable

    from saltus_schema.types.base import FeatureType
    from saltus_schema.violation import Code

NAME = re.compile(r"decimal\(([0-9]{1,4}),([0-9]{1,4})\)")
NUMBER = re.compile(r"(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?")
# As in Spark.
MOST_DIGITS = 38
# A decimal of up to so many digits survives the way through a double.
DIGITS_OF_A_DOUBLE = 15


@dataclass(frozen=True)
class DecimalType(TextualType, ParametricType):
    """`decimal(p,s)`: p digits in all, s of them after the point.

    The canonical string has exactly s digits after the point, and no exponent.
    """

    precision: int
    scale: int

    syntax: ClassVar[tuple[str, ...]] = ("decimal(p,s)",)
    numeric: ClassVar[bool] = True
    one_spelling: ClassVar[bool] = False
    format: ClassVar[str] = "decimal"

    @classmethod
    def parse(cls, name: str, parse_element: Callable[[str], FeatureType]) -> Self | None:
        """Read `decimal(p,s)`."""
        del parse_element
        match = NAME.fullmatch(name)
        if match is None:
            return None
        precision, scale = int(match[1]), int(match[2])
        if not (1 <= precision <= MOST_DIGITS and scale <= precision):
            raise SchemaError(
                f"{show(name)} is no decimal type",
                f"use 1 to {MOST_DIGITS} digits, and no more of them after the point than in all",
            )
        return cls(precision, scale)

    def __str__(self) -> str:
        return f"decimal({self.precision},{self.scale})"

    def spark_json(self) -> str:
        """Return Spark's name."""
        return str(self)

    @property
    def whole_digits(self) -> int:
        """How many digits there may be before the point."""
        return self.precision - self.scale

    def read(self, value: object) -> str:
        """Accept a number, or a string of plain digits, that keeps to the scale."""
        match = NUMBER.fullmatch(self._text(value))
        if match is None:
            raise ValueError("no decimal number")
        sign, whole, fraction = match[1], match[2], match[3] or ""
        if len(fraction) > self.scale:
            raise ValueError("too many digits after the point")
        if len(whole.lstrip("0")) > self.whole_digits:
            raise self._beyond(below=bool(sign))
        digits = f"{whole}.{fraction.ljust(self.scale, '0')}" if self.scale else whole
        return f"{sign}{digits}" if digits.strip("0.") else digits

    def document(self, bounds: Bounds = UNBOUNDED) -> dict[str, Any]:
        """Return a string of plain digits, or a number."""
        text = {"type": "string", "format": self.format, "pattern": self.pattern}
        own = self.limits(bounds)
        number = {"type": "number", "minimum": _json(own.minimum), "maximum": _json(own.maximum)}
        return {"anyOf": [text | limits(bounds), number]}

    @property
    def pattern(self) -> str:
        """How a string has to look."""
        whole = f"(0|[1-9][0-9]{{0,{self.whole_digits - 1}}})" if self.whole_digits else "0"
        return f"^-?{whole}" + (rf"(\.[0-9]{{1,{self.scale}}})?$" if self.scale else "$")

    def expected(self, bounds: Bounds = UNBOUNDED) -> str:
        """Say what a value must be."""
        after = f" with at most {count(self.scale, 'digit')} after the point" if self.scale else ""
        kind = "decimal number" if self.scale else "whole number"
        return f"a {kind}{after}, {self.limits(bounds)}"

    def sample(self) -> str:
        """Return zero."""
        return self.read(0)

    def rank(self, value: Any) -> Decimal:
        """Compare by the number, not by the text."""
        return Decimal(value)

    def limits(self, bounds: Bounds = UNBOUNDED) -> Bounds:
        """Close open ends by the number of digits."""
        return bounds.within(self._own)

    def widens_to(self, other: FeatureType) -> bool:
        """Tell whether the other has as many digits before and after the point."""
        return (
            isinstance(other, DecimalType)
            and self.scale <= other.scale
            and self.whole_digits <= other.whole_digits
        )

    def refusal(self, value: object) -> Code:
        """Tell NaN from what is no number."""
        is_nan = isinstance(value, float) and math.isnan(value)
        return "not_finite" if is_nan else super().refusal(value)

    @property
    def _own(self) -> Bounds:
        largest = Decimal((0, (9,) * self.precision, -self.scale))
        return Bounds(largest.copy_negate(), largest)

    def _beyond(self, *, below: bool) -> PydanticKnownError:
        if below:
            return PydanticKnownError("greater_than_equal", {"ge": str(self._own.minimum)})
        return PydanticKnownError("less_than_equal", {"le": str(self._own.maximum)})

    def _text(self, value: object) -> str:
        match value:
            case str():
                return value
            case bool():
                raise ValueError("no number")
            case int() if value.bit_length() <= LONGEST_INT_BITS:
                return str(value)
            case float() if math.isnan(value):
                raise ValueError("no number")
            # By the digits it was written with: 99.9 as a double lies beyond the decimal 99.9.
            case float() if self._own.contains(Decimal(repr(value))):
                return _digits(value)
            case int() | float():
                raise self._beyond(below=value < 0)
        raise ValueError("no number")


def _digits(value: float) -> str:
    if value.is_integer() and abs(value) <= EXACT:
        return str(int(value))
    number = Decimal(repr(value))
    if value.is_integer() or len(number.as_tuple().digits) > DIGITS_OF_A_DOUBLE:
        raise PydanticCustomError(
            "wrong_type",
            "must be written as a string: as the number {value} it may have lost digits",
            {"value": repr(value)},
        )
    return f"{number:f}"


def _json(end: Any) -> float:
    """Return the nearest JSON number of the end of a closed range."""
    number = Decimal(end)
    return int(number) if number == int(number) else float(number)
