"""true and false."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import StrictBool

from saltus_schema.bounds import UNBOUNDED, Bounds
from saltus_schema.types.base import FeatureType, Tensor


@dataclass(frozen=True)
class BooleanType(FeatureType):
    """`boolean`."""

    def __str__(self) -> str:
        return "boolean"

    def spark_json(self) -> str:
        """Return Spark's name."""
        return "boolean"

    def tensor(self) -> Tensor:
        """Return `BOOL`."""
        return Tensor("BOOL")

    def annotation(self, bounds: Bounds = UNBOUNDED) -> Any:
        """Accept true and false, neither numbers nor strings."""
        del bounds
        return StrictBool

    def answer_annotation(self) -> Any:
        """Return bool."""
        return bool

    def expected(self, bounds: Bounds = UNBOUNDED) -> str:
        """Say what a value must be."""
        del bounds
        return "true or false"

    def sample(self) -> bool:
        """Return false."""
        return False
