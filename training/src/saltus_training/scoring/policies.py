"""A bundle's feature schema over the columns of a frame, as it is over the fields of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F
from pyspark.sql import types as T

from saltus_training.scoring.model import ScoringError
from saltus_training.scoring.types import spark_type
from saltus_training.spark_types import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import Column, DataFrame
    from saltus_schema import FeatureSchema, Field

REFUSAL = "saltus_refusal"


def conform(frame: DataFrame, schema: FeatureSchema) -> DataFrame:
    """Return the frame with inputs of the schema's types, and why rows are refused.

    Text is read as the type that the schema declares; defaults take the place of what is missing.
    The column `REFUSAL` is null where the schema admits the row; the frame may have it already,
    with what is wrong with a row as a whole.

    Raises:
        ScoringError: A column is missing, or of a type that cannot hold its values.
    """
    reasons: list[Column] = [F.col(REFUSAL)] if REFUSAL in frame.columns else []
    for field in schema.inputs:
        if field.name not in frame.columns:
            if field.on_missing == "error":
                raise ScoringError(f"column `{field.name}`", "is missing, the model needs it")
            frame = frame.withColumn(field.name, F.lit(None).cast(_target(field)))
        raw = F.col(quoted(field.name))
        value = _typed(frame, field)
        reasons += _refusals(field, raw, value)
        if field.on_missing == "default" and not field.nullable:
            value = F.coalesce(value, F.lit(field.default).cast(_target(field)))
        frame = frame.withColumn(_scratch(field.name), value)
    frame = frame.withColumn(REFUSAL, F.concat_ws("; ", *reasons))
    frame = frame.withColumn(REFUSAL, F.when(F.col(REFUSAL) != "", F.col(REFUSAL)))
    for field in schema.inputs:
        frame = frame.withColumn(field.name, F.col(quoted(_scratch(field.name))))
    return frame.drop(*(_scratch(field.name) for field in schema.inputs))


def _scratch(name: str) -> str:
    return f"saltus_typed_{name}"


def _target(field: Field) -> T.DataType:
    return spark_type(field.type)


def _typed(frame: DataFrame, field: Field) -> Column:
    source, target = frame.schema[field.name].dataType, _target(field)
    name = quoted(field.name)
    if source == target or field.type.startswith(("vector", "list", "map")):
        return F.col(name)
    numeric = isinstance(source, T.NumericType) and isinstance(target, T.NumericType)
    if not numeric and not isinstance(source, T.StringType | T.NullType):
        reason = f"is {source.simpleString()}, the model takes {field.type}"
        raise ScoringError(f"column `{field.name}`", reason)
    return F.expr(f"try_cast({name} as {target.simpleString()})")


def _refusals(field: Field, raw: Column, value: Column) -> Iterator[Column]:
    """One column for each reason: null where it does not apply."""

    def reason(when: Column, text: str) -> Column:
        return F.when(when, F.lit(f"{field.name}: {text}"))

    yield reason(raw.isNotNull() & value.isNull(), f"must be {field.kind.expected()}")
    if not field.nullable and field.on_missing != "default":
        yield reason(raw.isNull(), "must not be null")
    if field.type in {"float", "double"}:
        infinite = F.abs(value) == F.lit(float("inf"))
        yield reason(F.isnan(value) | infinite, "must be finite")
    if field.kind.numeric and field.on_out_of_range == "error":
        low, high = field.minimum, field.maximum
        expected = f"must be {field.kind.expected(field.bounds)}"
        if low is not None:
            yield reason(value < F.lit(low), expected)
        if high is not None:
            yield reason(value > F.lit(high), expected)
    if field.categories is not None and field.on_unseen == "error":
        yield reason(~value.isin(list(field.categories)), "has a value not seen in training")
