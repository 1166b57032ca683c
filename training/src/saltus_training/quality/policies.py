"""What a field's policies say about the rows of a column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pyspark.sql import functions as F
from pyspark.sql import types as T
from saltus_schema.canonical import dumps
from saltus_schema.types.textual import TextualType

from saltus_training.quality.readers import read
from saltus_training.quality.reading import nothing, once, spark_type

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame
    from saltus_schema import FeatureSchema, FeatureType, Field

    from saltus_training.quality.rows import Cells

LONGEST_EXAMPLE = 60

# What it takes more than a comparison to read.
_COSTLY = (
    T.VariantType,
    T.StringType,
    T.ArrayType,
    T.StructType,
    T.MapType,
    T.UserDefinedType,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of each value.

    Attributes:
        error: The code of a violation; null where the value is accepted.
        warning: The code of what is unusual about an accepted value, or null.
        value: An accepted value in the field's Spark type, with the default filled in.
    """

    error: Column
    warning: Column
    value: Column


def readings(schema: FeatureSchema, cells: Cells) -> DataFrame:
    """Adds a column `ri` for the field at `i`: what its reader makes of the values."""
    plain: list[Column] = []
    costly: list[Column] = []
    for position, field in enumerate(schema.inputs):
        if (source := cells.sources.get(field.name)) is not None:
            reading = read(field.kind, F.col(f"c{position}"), source).pair.alias(f"r{position}")
            (costly if isinstance(source, _COSTLY) else plain).append(reading)
    return once(cells.frame, costly).select("*", *plain)


def judge(field: Field, position: int, source: T.DataType | None) -> Verdict:
    """Judges a field as the request model does.

    Args:
        field: The field.
        position: Its place in the schema.
        source: The Spark type of its values, None where no row has any.
    """
    default = _default(field)
    absent = F.lit("missing" if field.on_missing == "error" else None).cast("string")
    nobody = F.lit(None).cast("string")
    if source is None:
        return Verdict(absent, nobody, default)
    is_allowed = field.nullable or field.on_missing == "default"
    null = F.lit(None if is_allowed else "null").cast("string")
    cell, is_absent = F.col(f"c{position}"), F.col(f"a{position}")
    code, value = (F.col(f"r{position}")[part] for part in ("code", "value"))
    is_null = cell.isNull()
    if isinstance(source, T.VariantType):
        is_null |= F.is_variant_null(cell)
    error = F.coalesce(code, _doubt(field, value, "error"))
    warning = F.when(error.isNull() & ~is_null & ~is_absent, _doubt(field, value, "warn"))
    empty = nothing(field.kind) if field.nullable else default
    return Verdict(
        error=F.when(is_absent, absent).when(is_null, null).otherwise(error),
        warning=warning,
        value=F.when(is_absent, default)
        .when(is_null, empty)
        .otherwise(value.cast(spark_type(field.kind))),
    )


def _doubt(field: Field, value: Column, policy: Literal["error", "warn"]) -> Column:
    """Returns the code of what is unusual, if that is a case for the policy."""
    code = F.lit(None).cast("string")
    if field.on_unseen == policy and field.categories is not None:
        known = [_literal(field.kind, category) for category in field.categories]
        code = F.when(~value.isin(*known), F.lit("unseen_category"))
    if field.on_out_of_range == policy:
        if field.maximum is not None:
            beyond = value > _literal(field.kind, field.maximum)
            code = F.when(beyond, F.lit("out_of_range")).otherwise(code)
        if field.minimum is not None:
            below = value < _literal(field.kind, field.minimum)
            code = F.when(below, F.lit("out_of_range")).otherwise(code)
    return code


def _literal(kind: FeatureType, value: Any) -> Column:
    literal = F.lit(value)
    return literal.cast(spark_type(kind)) if isinstance(kind, TextualType) else literal


def _default(field: Field) -> Column:
    if field.default is None:
        return nothing(field.kind)
    text = F.lit(dumps(field.default))
    return (
        read(field.kind, F.parse_json(text), T.VariantType())
        .pair["value"]
        .cast(spark_type(field.kind))
    )


def shown(cell: Column, source: T.DataType) -> Column:
    """Returns values as text, for messages."""
    if isinstance(source, T.VariantType):
        text = F.to_json(cell)
    elif isinstance(source, T.ArrayType | T.StructType | T.MapType | T.UserDefinedType):
        pair = F.to_json(F.struct(cell.alias("v")))
        text = F.substring(pair, F.lit(len('{"v":') + 1), F.length(pair) - len('{"v":}'))
    else:
        text = cell.cast("string")
    cut = F.concat(F.substring(text, 1, LONGEST_EXAMPLE), F.lit("…"))
    return F.when(F.length(text) > F.lit(LONGEST_EXAMPLE), cut).otherwise(text)
