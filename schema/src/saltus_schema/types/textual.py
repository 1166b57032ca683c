"""Values that JSON has no form for: a string stands for each."""

from __future__ import annotations

from abc import abstractmethod
from typing import Annotated, Any, ClassVar

from pydantic import Field, PlainValidator
from pydantic_core import PydanticKnownError

from saltus_schema.bounds import UNBOUNDED, Bounds
from saltus_schema.types.base import FeatureType, Tensor
from saltus_schema.wording import show


class TextualType(FeatureType):
    """A type whose values become one canonical string each, however a client spells them."""

    ordered: ClassVar[bool] = True
    categorical: ClassVar[bool] = True

    @abstractmethod
    def read(self, value: object) -> str:
        """Return the canonical string of what a client sent.

        Raises:
            ValueError: The type has no such value.
            PydanticKnownError: The value is beyond the type's own range.
        """

    @abstractmethod
    def document(self, bounds: Bounds = UNBOUNDED) -> dict[str, Any]:
        """Return the JSON Schema of a value in a request."""

    def tensor(self) -> Tensor:
        """Return `BYTES`, for the string."""
        return Tensor("BYTES")

    def annotation(self, bounds: Bounds = UNBOUNDED) -> Any:
        """Accept what `read` takes, inside the range."""

        def check(value: object) -> str:
            text = self.read(value)
            rank = self.rank(text)
            if not bounds.reaches(rank):
                raise PydanticKnownError("greater_than_equal", {"ge": show(bounds.minimum)})
            if not bounds.contains(rank):
                raise PydanticKnownError("less_than_equal", {"le": show(bounds.maximum)})
            return text

        document = Field(json_schema_extra=self.document(bounds))
        return Annotated[str, PlainValidator(check), document]

    def answer_annotation(self) -> Any:
        """Return str: answers have the canonical string."""
        return Annotated[str, Field(json_schema_extra={"format": self.format})]

    @property
    @abstractmethod
    def format(self) -> str:
        """The format's name in JSON Schema."""


def limits(bounds: Bounds) -> dict[str, Any]:
    """Return the range of a string in the words of JSON Schema's format vocabulary."""
    ends = {"formatMinimum": bounds.minimum, "formatMaximum": bounds.maximum}
    return {key: str(end) for key, end in ends.items() if end is not None}
