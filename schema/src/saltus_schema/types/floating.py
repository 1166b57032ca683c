"""Binary floating point numbers of 32 and 64 bits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from saltus_schema.bounds import UNBOUNDED, Bounds
from saltus_schema.types.base import FeatureType, Tensor

if TYPE_CHECKING:
    from saltus_schema.violation import Code

# The smallest double that rounds to infinity as a 32-bit float.
FLOAT_OVERFLOW = 2.0**128 - 2.0**103


def _finite_or_none(value: object) -> object:
    return None if isinstance(value, float) and not math.isfinite(value) else value


@dataclass(frozen=True)
class FloatingType(FeatureType):
    """`float` and `double`."""

    name: str
    datatype: str
    whole_bits: int
    """Up to so many bits every whole number has a place."""
    overflow: float = math.inf
    """The smallest double that the type cannot hold."""

    numeric: ClassVar[bool] = True
    ordered: ClassVar[bool] = True

    def __str__(self) -> str:
        return self.name

    def spark_json(self) -> str:
        """Return Spark's name."""
        return self.name

    def tensor(self) -> Tensor:
        """Return `FP32` or `FP64`."""
        return Tensor(self.datatype)

    def annotation(self, bounds: Bounds = UNBOUNDED) -> Any:
        """Accept finite numbers, whole ones included; no booleans, no strings."""
        finite = math.isfinite(self.overflow)
        number = Field(
            strict=True,
            allow_inf_nan=False,
            ge=bounds.minimum,
            le=bounds.maximum,
            gt=-self.overflow if finite and bounds.minimum is None else None,
            lt=self.overflow if finite and bounds.maximum is None else None,
            json_schema_extra={"format": self.name},
        )
        return Annotated[float, number]

    def answer_annotation(self) -> Any:
        """Return float, or null where the result is NaN or infinite."""
        return Annotated[float | None, BeforeValidator(_finite_or_none)]

    def expected(self, bounds: Bounds = UNBOUNDED) -> str:
        """Say what a value must be."""
        size = "finite number" if math.isinf(self.overflow) else "number that fits a 32-bit float"
        return f"a {size}" if bounds == UNBOUNDED else f"a {size} {bounds}"

    def sample(self) -> float:
        """Return zero."""
        return 0.0

    def widens_to(self, other: FeatureType) -> bool:
        """Tell whether the other has at least as many bits."""
        return isinstance(other, FloatingType) and self.overflow <= other.overflow

    def refusal(self, value: object) -> Code:
        """Tell NaN and numbers that are too large from what is no number."""
        match value:
            case bool():
                return "wrong_type"
            case float():
                return "not_finite" if math.isnan(value) else "out_of_range"
            case int():
                return "out_of_range"
        return super().refusal(value)


FLOAT = FloatingType("float", "FP32", 24, FLOAT_OVERFLOW)
DOUBLE = FloatingType("double", "FP64", 53)
