"""A schema from data: types, nullability, what was seen."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pyspark.sql import functions as F
from saltus_schema import FeatureSchema, Field, SchemaError

from saltus_training.columns import INTEGRAL_TYPES
from saltus_training.errors import TrainingError
from saltus_training.spark_types import quoted, struct_columns

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pyspark.sql import Column, DataFrame

    from saltus_training.columns import Column as Declared

_FLOATING = {"float", "double"}


@dataclass(frozen=True, slots=True)
class Inference:
    """What to put into an inferred schema.

    Attributes:
        ranges: Whether a smallest and largest value seen become `minimum` and `maximum`; else
            they are in the description only.
        categories: Strings and whole numbers of at most so many values get these as categories.
        exclude: Columns that are no inputs, such as the label.
    """

    ranges: bool = False
    categories: int = 0
    exclude: Collection[str] = ()


def infer_schema(frame: DataFrame, name: str, how: Inference | None = None) -> FeatureSchema:
    """Returns a schema that accepts the rows of a frame.

    A column with a null becomes a field that may be null or absent. Examples are real values.

    Args:
        frame: The rows; at least one.
        name: The model's name.
        how: What else to put in.

    Raises:
        TrainingError: There are no rows or columns, or no feature type for a column's.
    """
    how = how or Inference()
    columns = _columns(frame, how.exclude)
    aggregates = [F.count(F.lit(1)).alias("rows")]
    for index, column in enumerate(columns):
        aggregates += _aggregates(index, column)
    (row,) = frame.agg(*aggregates).collect()
    seen = row.asDict()
    if not seen["rows"]:
        raise TrainingError("there are no rows to infer a schema from")
    few = {
        column.name: f"v{index}"
        for index, column in enumerate(columns)
        if 0 < (seen.get(f"distinct{index}") or 0) <= how.categories * 2
    }
    known = _categories(frame, few, how.categories)
    fields = [_field(column, index, seen, how, known) for index, column in enumerate(columns)]
    return FeatureSchema(name=name, inputs=fields)


def _columns(frame: DataFrame, exclude: Collection[str]) -> list[Declared]:
    if missing := [name for name in exclude if name not in frame.columns]:
        listed = ", ".join(frame.columns)
        raise TrainingError(f"there is no column `{missing[0]}` to exclude; there are {listed}")
    struct = frame.schema.jsonValue()
    columns = [column for column in struct_columns(struct) if column.name not in exclude]
    if not columns:
        raise TrainingError("no column is left to infer a schema from; exclude fewer")
    for column in columns:
        try:
            Field(name=column.name, type=column.type)
        except SchemaError as error:
            kind = frame.schema[column.name].dataType.simpleString()
            reason = f"column `{column.name}` is {kind}, which no feature type is"
            raise TrainingError(f"{reason}; change or exclude it") from error
    return columns


def _aggregates(index: int, declared: Declared) -> list[Column]:
    column = F.col(quoted(declared.name))
    kind = Field(name="x", type=declared.type).kind
    usual = column
    if declared.type in _FLOATING:
        number = column.cast("double")
        usual = F.when(~F.isnan(number) & (F.abs(number) < F.lit(math.inf)), column)
    found = [
        F.count_if(column.isNull()).alias(f"nulls{index}"),
        F.first(usual, ignorenulls=True).alias(f"example{index}"),
    ]
    if kind.ordered:
        found += [F.min(usual).alias(f"min{index}"), F.max(usual).alias(f"max{index}")]
    if declared.type == "string" or declared.type in INTEGRAL_TYPES:
        found.append(F.approx_count_distinct(column).alias(f"distinct{index}"))
    return found


def _categories(frame: DataFrame, few: Mapping[str, str], most: int) -> dict[str, list[str | int]]:
    """Collects the values of columns that have few."""
    if not few:
        return {}
    sets = [F.collect_set(quoted(name)).alias(alias) for name, alias in few.items()]
    (row,) = frame.agg(*sets).collect()
    values = {name: sorted(row[alias]) for name, alias in few.items()}
    return {
        name: [_plain(value) for value in found]
        for name, found in values.items()
        if 0 < len(found) <= most
    }


def _field(
    column: Declared,
    index: int,
    seen: Mapping[str, Any],
    how: Inference,
    known: Mapping[str, list[str | int]],
) -> Field:
    nulls, rows = seen[f"nulls{index}"], seen["rows"]
    low, high = (_plain(seen.get(f"{end}{index}")) for end in ("min", "max"))
    told = [] if low is None else [f"Seen from {low} to {high}."]
    if nulls:
        told.append(f"Null in {nulls:,} of {rows:,} rows.")
    limits = {"minimum": low, "maximum": high} if how.ranges else {}
    return Field(
        name=column.name,
        type=column.type,
        nullable=bool(nulls),
        on_missing="null" if nulls else "error",
        categories=known.get(column.name),
        description=" ".join(told) or None,
        example=_plain(seen[f"example{index}"]),
        **limits,
    )


def _plain(value: Any) -> Any:
    """Returns a value of Spark's as JSON has it."""
    match value:
        case dt.datetime():
            # pyspark's are in the zone of this process, without saying so.
            return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
        case dt.date() | Decimal():
            return f"{value:f}" if isinstance(value, Decimal) else str(value)
        case list():
            return [_plain(item) for item in value]
        case _ if hasattr(value, "indices"):
            indices, values = value.indices.tolist(), value.values.tolist()
            return {"size": int(value.size), "indices": indices, "values": values}
        case _ if hasattr(value, "toArray"):
            return value.toArray().tolist()
    return value
