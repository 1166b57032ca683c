"""Lists of one element type."""

from __future__ import annotations

from dataclasses import dataclass
from types import GenericAlias
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self

from pydantic import Field

from saltus_schema.bounds import UNBOUNDED, Bounds
from saltus_schema.errors import SchemaError
from saltus_schema.types.base import FeatureType, ParametricType, Path, Tensor
from saltus_schema.wording import show

if TYPE_CHECKING:
    from collections.abc import Callable

PREFIX = "list<"


def list_of(annotation: Any) -> Any:
    """Return `list[annotation]` for an annotation that is a value."""
    return GenericAlias(list, (annotation,))


@dataclass(frozen=True)
class ListType(ParametricType):
    """`list<T>`: a Spark array without nulls among its elements."""

    element: FeatureType

    syntax: ClassVar[tuple[str, ...]] = ("list<T>",)
    scalar: ClassVar[bool] = False

    @classmethod
    def parse(cls, name: str, parse_element: Callable[[str], FeatureType]) -> Self | None:
        """Read `list<T>`."""
        if not (name.startswith(PREFIX) and name.endswith(">")):
            return None
        element = name.removeprefix(PREFIX).removesuffix(">")
        # Asked before parsing, so that no name can nest deeply.
        if element.startswith(PREFIX):
            raise SchemaError(
                f"a list cannot have elements of type {show(element)}",
                "use list<T> with a T that is no list",
            )
        return cls(parse_element(element))

    def __str__(self) -> str:
        return f"{PREFIX}{self.element}>"

    def spark_json(self) -> dict[str, Any]:
        """Return Spark's array."""
        return {
            "type": "array",
            "elementType": self.element.spark_json(),
            "containsNull": False,
        }

    def tensor(self) -> Tensor:
        """Return the element's datatype, in any number."""
        return Tensor(self.element.tensor().datatype, (-1,))

    def annotation(self, bounds: Bounds = UNBOUNDED) -> Any:
        """Accept lists whose elements all fit."""
        del bounds
        elements = list_of(self.element.annotation())
        # One wrong element tells enough; a list may be long.
        return Annotated[elements, Field(strict=True, fail_fast=True)]

    def answer_annotation(self) -> Any:
        """Return a list of the element's."""
        return list_of(self.element.answer_annotation())

    def expected(self, bounds: Bounds = UNBOUNDED) -> str:
        """Say what a value must be."""
        del bounds
        return f"a list, each element {self.element.expected()}"

    def sample(self) -> list[Any]:
        """Return a list of one element."""
        return [self.element.sample()]

    def widens_to(self, other: FeatureType) -> bool:
        """Tell whether the elements do."""
        return isinstance(other, ListType) and self.element.widens_to(other.element)

    def at(self, path: Path) -> FeatureType:
        """Return the type of the list or of its elements."""
        return self.element if path else self
