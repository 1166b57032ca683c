"""Vectors of Spark MLlib, dense or sparse."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self, TypeAlias

from pydantic import AfterValidator, Discriminator, Field, Tag, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from saltus_schema.bounds import UNBOUNDED, Bounds
from saltus_schema.record import Key, Record
from saltus_schema.types.base import FeatureType, ParametricType, Path, Tensor
from saltus_schema.types.floating import DOUBLE
from saltus_schema.types.integer import INT
from saltus_schema.types.sequence import ListType, list_of
from saltus_schema.wording import count

if TYPE_CHECKING:
    from collections.abc import Callable

    from saltus_schema.violation import Code

Sparse: TypeAlias = dict[str, Any]

NAME = re.compile(r"vector(?:\[([1-9][0-9]{0,8})\])?")
DENSE, SPARSE = "dense", "sparse"
LONGEST_DENSE_SAMPLE = 16
PARTS: dict[str, FeatureType] = {
    "size": INT,
    "indices": ListType(INT),
    "values": ListType(DOUBLE),
}
# As pyspark's VectorUDT writes itself.
SPARK_JSON: dict[str, Any] = {
    "type": "udt",
    "class": "org.apache.spark.ml.linalg.VectorUDT",
    "pyClass": "pyspark.ml.linalg.VectorUDT",
    "sqlType": {
        "type": "struct",
        "fields": [
            {"name": "type", "type": "byte", "nullable": False, "metadata": {}},
            {"name": "size", "type": "integer", "nullable": True, "metadata": {}},
            {
                "name": "indices",
                "type": {"type": "array", "elementType": "integer", "containsNull": False},
                "nullable": True,
                "metadata": {},
            },
            {
                "name": "values",
                "type": {"type": "array", "elementType": "double", "containsNull": False},
                "nullable": True,
                "metadata": {},
            },
        ],
    },
}


@dataclass(frozen=True)
class VectorType(ParametricType):
    """`vector[n]`, or `vector` where the size is not known."""

    size: int | None = None

    syntax: ClassVar[tuple[str, ...]] = ("vector[n]", "vector")
    scalar: ClassVar[bool] = False

    @classmethod
    def parse(cls, name: str, parse_element: Callable[[str], FeatureType]) -> Self | None:
        """Read `vector[n]` or `vector`."""
        del parse_element
        match = NAME.fullmatch(name)
        return match and cls(int(match[1]) if match[1] else None)

    def __str__(self) -> str:
        return "vector" if self.size is None else f"vector[{self.size}]"

    def spark_json(self) -> dict[str, Any]:
        """Return Spark's user-defined type, which does not tell the size."""
        return SPARK_JSON

    def tensor(self) -> Tensor:
        """Return `FP64`."""
        return Tensor(DOUBLE.datatype, (-1 if self.size is None else self.size,))

    def annotation(self, bounds: Bounds = UNBOUNDED) -> Any:
        """Accept a list of numbers, or an object of size, indices and values."""
        del bounds
        numbers = list_of(DOUBLE.annotation())
        dense: Any = Annotated[
            numbers,
            Field(strict=True, fail_fast=True, min_length=self.size, max_length=self.size),
            Tag(DENSE),
        ]
        parts = Record({name: Key(part.annotation()) for name, part in PARTS.items()})
        sparse: Any = Annotated[Sparse, parts, AfterValidator(self._check), Tag(SPARSE)]
        return Annotated[dense | sparse, Discriminator(_form)]

    def answer_annotation(self) -> Any:
        """Return a list of numbers: answers are always dense."""
        return PARTS["values"].answer_annotation()

    def expected(self, bounds: Bounds = UNBOUNDED) -> str:
        """Say what a value must be."""
        del bounds
        numbers = "numbers" if self.size is None else count(self.size, "number")
        size = "n" if self.size is None else self.size
        return f'a list of {numbers} or {{"size": {size}, "indices": […], "values": […]}}'

    def sample(self) -> list[float] | Sparse:
        """Return zeros."""
        size = 1 if self.size is None else self.size
        if size <= LONGEST_DENSE_SAMPLE:
            return [0.0] * size
        return {"size": size, "indices": [], "values": []}

    def widens_to(self, other: FeatureType) -> bool:
        """Tell whether the other has the same size, or any."""
        return isinstance(other, VectorType) and other.size in {None, self.size}

    def path(self, location: Path) -> Path:
        """Leave out whether pydantic took the value for dense or for sparse."""
        return location[1:] if location and location[0] in {DENSE, SPARSE} else location

    def at(self, path: Path) -> FeatureType:
        """Return the type of the vector, of one of its parts or of their elements."""
        match path:
            case (int(),):
                return DOUBLE
            case (str() as part, *rest) if part in PARTS:
                return PARTS[part].at(tuple(rest))
        return self

    def _check(self, value: Sparse) -> Sparse:
        size, indices, values = value["size"], value["indices"], value["values"]
        if self.size not in {None, size}:
            _refuse("wrong_size", f"must be {self.size}", size, "size")
        if size < 0:
            _refuse("out_of_range", "must not be negative", size, "size")
        if len(values) != len(indices):
            message = f"must have as many elements as indices, {len(indices)}"
            _refuse("wrong_size", message, len(values), "values")
        previous = -1
        for position, index in enumerate(indices):
            if not 0 <= index < size:
                message = f"must be at least 0 and less than the size, {size}"
                _refuse("out_of_range", message, index, "indices", position)
            if index <= previous:
                message = f"must be greater than the index before it, {previous}"
                _refuse("not_increasing", message, index, "indices", position)
            previous = index
        return value


def _form(value: object) -> str | None:
    match value:
        case list():
            return DENSE
        case dict():
            return SPARSE
    return None


def _refuse(code: Code, message: str, value: int, *location: str | int) -> None:
    error = PydanticCustomError(
        code, "{message}, got {value}", {"message": message, "value": value}
    )
    # Only pydantic's own error can point to a place inside the value under validation.
    raise ValidationError.from_exception_data(
        "vector", [InitErrorDetails(type=error, loc=location, input=value)]
    )
