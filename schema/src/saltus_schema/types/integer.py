"""Whole numbers of 8 to 64 bits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from saltus_schema.bounds import UNBOUNDED, Bounds
from saltus_schema.types.base import FeatureType, Tensor
from saltus_schema.types.floating import FloatingType

if TYPE_CHECKING:
    from saltus_schema.violation import Code

# Up to here a double holds every whole number.
EXACT = 2.0**53


@dataclass(frozen=True)
class IntegerType(FeatureType):
    """`byte`, `short`, `int` and `long`: two's complement, as in Spark."""

    name: str
    spark_name: str
    bits: int

    numeric: ClassVar[bool] = True
    ordered: ClassVar[bool] = True
    categorical: ClassVar[bool] = True

    def __str__(self) -> str:
        return self.name

    def spark_json(self) -> str:
        """Return Spark's name."""
        return self.spark_name

    def tensor(self) -> Tensor:
        """Return `INT8` to `INT64`."""
        return Tensor(f"INT{self.bits}")

    def annotation(self, bounds: Bounds = UNBOUNDED) -> Any:
        """Accept whole numbers in range, also when written as `17.0`; no booleans, no strings."""
        limits = self.limits(bounds)
        number = Field(
            strict=True,
            ge=limits.minimum,
            le=limits.maximum,
            json_schema_extra={"format": f"int{self.bits}"},
        )
        return Annotated[int, number, BeforeValidator(self._whole)]

    def answer_annotation(self) -> Any:
        """Return int."""
        return int

    def expected(self, bounds: Bounds = UNBOUNDED) -> str:
        """Say what a value must be."""
        return f"an integer {self.limits(bounds)}"

    def sample(self) -> int:
        """Return zero."""
        return 0

    def widens_to(self, other: FeatureType) -> bool:
        """Tell whether the other is as wide, or a floating type without a gap in the range."""
        match other:
            case IntegerType():
                return self.bits <= other.bits
            case FloatingType():
                return self.bits <= other.whole_bits
        return False

    def refusal(self, value: object) -> Code:
        """Tell numbers that are too large from those that are not whole."""
        if isinstance(value, float):
            if math.isnan(value):
                return "not_finite"
            if math.isinf(value) or (value.is_integer() and not self._range.contains(value)):
                return "out_of_range"
        return super().refusal(value)

    def limits(self, bounds: Bounds = UNBOUNDED) -> Bounds:
        """Close open ends by the width."""
        return bounds.within(self._range)

    @property
    def _range(self) -> Bounds:
        return Bounds(-(1 << self.bits - 1), (1 << self.bits - 1) - 1)

    def _whole(self, value: object) -> object:
        if type(value) is not float or not value.is_integer():
            return value
        if abs(value) <= EXACT:
            return int(value)
        if self._range.contains(value):
            raise PydanticCustomError(
                "wrong_type",
                "must be written with all its digits: as {value} it may have lost some",
                {"value": repr(value)},
            )
        return value


BYTE = IntegerType("byte", "byte", 8)
SHORT = IntegerType("short", "short", 16)
INT = IntegerType("int", "integer", 32)
LONG = IntegerType("long", "long", 64)
