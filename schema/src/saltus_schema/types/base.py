"""What every feature type knows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeAlias

from pydantic import TypeAdapter, ValidationError

from saltus_schema.bounds import UNBOUNDED, Bounds
from saltus_schema.wording import show

if TYPE_CHECKING:
    from collections.abc import Callable

    from saltus_schema.violation import Code

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Tensor:
    """A datatype of the Open Inference Protocol, and the shape of one value; -1 is any size."""

    datatype: str
    shape: tuple[int, ...] = ()


class FeatureType(ABC):
    """One type: its name, its values, its counterpart in Spark. `str(type)` is the name."""

    numeric: ClassVar[bool] = False
    """Whether a value is one number."""
    ordered: ClassVar[bool] = False
    """Whether a field of this type may have a minimum and a maximum."""
    categorical: ClassVar[bool] = False
    """Whether a field of this type may have categories."""
    scalar: ClassVar[bool] = True
    """Whether a list may have elements of this type."""
    one_spelling: ClassVar[bool] = True
    """Whether JSON has one form of each value; then categories are an enum of JSON Schema."""

    @abstractmethod
    def __str__(self) -> str: ...

    @abstractmethod
    def spark_json(self) -> str | dict[str, Any]:
        """Return the type as Spark's `DataType.json` writes it, decoded."""

    @abstractmethod
    def tensor(self) -> Tensor:
        """Return the type as the Open Inference Protocol has it."""

    @abstractmethod
    def annotation(self, bounds: Bounds = UNBOUNDED) -> Any:
        """Return the pydantic annotation of a value in a request."""

    @abstractmethod
    def answer_annotation(self) -> Any:
        """Return the pydantic annotation of a value in an answer: a number may be null there."""

    @abstractmethod
    def expected(self, bounds: Bounds = UNBOUNDED) -> str:
        """Say what a value must be: `an integer between 0 and 23`."""

    @abstractmethod
    def sample(self) -> Any:
        """Return some value of the type."""

    def rank(self, value: Any) -> Any:
        """Return what values of an ordered type are compared by."""
        return value

    def limits(self, bounds: Bounds = UNBOUNDED) -> Bounds:
        """Return the range with its open ends closed where the type itself has one."""
        return bounds

    def widens_to(self, other: FeatureType) -> bool:
        """Tell whether *other* takes whatever this type takes, and as the same value."""
        return self == other

    def refusal(self, value: object) -> Code:
        """Name what is wrong with a value that the annotation refuses."""
        return "null" if value is None else "wrong_type"

    def path(self, location: Path) -> Path:
        """Return the place inside a value that pydantic's error location means."""
        return location

    def at(self, path: Path) -> FeatureType:
        """Return the type of the part at *path* of a value."""
        del path
        return self

    def fit(self, value: object) -> Any:
        """Return the value as this type holds it: 5 becomes 5.0 in a double.

        Raises:
            ValueError: The type has no such value.
        """
        try:
            return _adapter(self).validate_python(value)
        except ValidationError:
            raise ValueError(f"must be {self.expected()}, got {show(value)}") from None


class ParametricType(FeatureType):
    """A family of types whose names have a parameter, such as `vector[3]`."""

    syntax: ClassVar[tuple[str, ...]]
    """How the names look, for messages."""

    @classmethod
    @abstractmethod
    def parse(cls, name: str, parse_element: Callable[[str], FeatureType]) -> Self | None:
        """Read a name, or return None where it belongs to another family.

        Raises:
            SchemaError: The name belongs to this family and its parameter is wrong.
        """


@lru_cache(maxsize=64)
def _adapter(feature_type: FeatureType) -> TypeAdapter[Any]:
    return TypeAdapter(feature_type.annotation())
