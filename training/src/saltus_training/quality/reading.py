"""What a column says, read as values of a feature type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyspark.sql import types as T
from saltus_schema.types.sequence import ListType
from saltus_schema.types.vector import VectorType

from saltus_training.expressions import literal, struct

if TYPE_CHECKING:
    from saltus_schema import FeatureType
    from saltus_schema.violation import Code

    from saltus_training.expressions import Sql

# As MLlib keeps a vector; SQL has no name for its type.
_VECTOR = "struct<type:tinyint,size:int,indices:array<int>,values:array<double>>"


@dataclass(frozen=True, slots=True)
class Reading:
    """A column read as one type.

    Attributes:
        pair: A struct of `code`, why there is no value of the type, and `value`; one of them is
            null. They stay together, since a Spark expression is a tree: what is used twice is
            computed twice, and planned twice. A vector is a struct of MLlib's parts.
        possible: Whether the column may have values of the type at all.
    """

    pair: Sql
    possible: bool = True

    @classmethod
    def of(cls, code: Sql, value: Sql) -> Reading:
        """Returns the reading of these codes and values."""
        return cls(struct(code=code, value=value))


def refused(kind: FeatureType, code: Code = "wrong_type") -> Reading:
    """Returns the reading of a column that has no value of the type in any row."""
    return Reading(struct(code=literal(code), value=nothing(kind)), possible=False)


def nothing(kind: FeatureType) -> Sql:
    """Returns null of the type's SQL type."""
    return f"cast(null as {sql_type(kind)})"


def is_variant(source: T.DataType) -> bool:
    """Tells a column with a type in each row, which Spark 3 knows nothing of."""
    return source.typeName() == "variant"


def sql_type(kind: FeatureType) -> str:
    """Returns the SQL name of a feature type's Spark type; its lists may hold null."""
    if isinstance(kind, ListType):
        return f"array<{sql_type(kind.element)}>"
    if isinstance(kind, VectorType):
        return _VECTOR
    field = {"name": "x", "type": kind.spark_json(), "nullable": True, "metadata": {}}
    document: dict[str, Any] = {"type": "struct", "fields": [field]}
    name = T.StructType.fromJson(document)["x"].dataType.simpleString()
    # Which of two types `timestamp` is depends on the session.
    return "timestamp_ltz" if name == "timestamp" else name
