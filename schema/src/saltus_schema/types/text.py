"""Strings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, StrictStr
from pydantic_core import PydanticCustomError

from saltus_schema.bounds import UNBOUNDED, Bounds
from saltus_schema.types.base import FeatureType, Tensor


def _unicode(value: str) -> str:
    # Half of a surrogate pair is no character: neither UTF-8 nor the scorer can carry it.
    try:
        value.encode()
    except UnicodeEncodeError:
        raise PydanticCustomError(
            "wrong_type", "must be a string of whole characters, got half of a surrogate pair"
        ) from None
    return value


@dataclass(frozen=True)
class StringType(FeatureType):
    """`string`."""

    categorical: ClassVar[bool] = True

    def __str__(self) -> str:
        return "string"

    def spark_json(self) -> str:
        """Return Spark's name."""
        return "string"

    def tensor(self) -> Tensor:
        """Return `BYTES`, the protocol's name for strings."""
        return Tensor("BYTES")

    def annotation(self, bounds: Bounds = UNBOUNDED) -> Any:
        """Accept strings, nothing that could be made one."""
        del bounds
        return Annotated[StrictStr, AfterValidator(_unicode)]

    def answer_annotation(self) -> Any:
        """Return str."""
        return str

    def expected(self, bounds: Bounds = UNBOUNDED) -> str:
        """Say what a value must be."""
        del bounds
        return "a string"

    def sample(self) -> str:
        """Return a word."""
        return "string"
