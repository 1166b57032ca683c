"""What a column says, read as values of a feature type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from pyspark.sql import functions as F
from pyspark.sql import types as T
from saltus_schema.types.sequence import ListType

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyspark.sql import Column, DataFrame
    from saltus_schema import FeatureType
    from saltus_schema.violation import Code

Case: TypeAlias = "tuple[Column, Code]"


@dataclass(frozen=True, slots=True)
class Reading:
    """A column read as one type.

    Attributes:
        pair: A struct of `code`, why there is no value of the type, and `value`; one of them is
            null. They stay together, since a Spark expression is a tree: what is used twice is
            computed twice, and planned twice.
        possible: Whether the column may have values of the type at all.
    """

    pair: Column
    possible: bool = True

    @classmethod
    def of(cls, code: Column, value: Column) -> Reading:
        """Returns the reading of these codes and values."""
        return cls(F.struct(code.alias("code"), value.alias("value")))


def first_code(*cases: Case) -> Column:
    """Returns the code of the first condition that holds, or null."""
    code = F.lit(None).cast("string")
    for condition, name in reversed(cases):
        code = F.when(condition, F.lit(name)).otherwise(code)
    return code


def let(column: Column, body: Callable[[Column], Column]) -> Column:
    """Returns `body(column)`, where the column is evaluated once however often it is used."""
    return F.get(F.transform(F.array(column), body), F.lit(0))


def once(frame: DataFrame, columns: list[Column]) -> DataFrame:
    """Adds columns that Spark computes once, however often and wherever they are used.

    Its optimizer would put the expressions in the place of the columns; not so behind a generator.
    """
    if not columns:
        return frame
    return frame.select("*", F.inline(F.array(F.struct(*columns))))


def refused(kind: FeatureType, code: Code = "wrong_type") -> Reading:
    """Returns the reading of a column that has no value of the type in any row."""
    refusal = F.struct(F.lit(code).alias("code"), nothing(kind).alias("value"))
    return Reading(refusal, possible=False)


def nothing(kind: FeatureType) -> Column:
    """Returns null of the type's Spark type."""
    return F.lit(None).cast(spark_type(kind))


def spark_type(kind: FeatureType) -> T.DataType:
    """Returns the Spark type of a feature type, whose lists may hold null for what is refused."""
    if isinstance(kind, ListType):
        return T.ArrayType(spark_type(kind.element))
    field = {"name": "x", "type": kind.spark_json(), "nullable": True, "metadata": {}}
    struct: dict[str, Any] = {"type": "struct", "fields": [field]}
    return T.StructType.fromJson(struct)["x"].dataType
