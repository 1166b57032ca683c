"""Rows that have types already, held to those that are declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from saltus_training.ingest.errors import IngestError
from saltus_training.ingest.ingested import FILE, LINE, REASON, RECORD, Ingested, part
from saltus_training.spark_types import quoted

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame
    from pyspark.sql import types as T


def enforce(
    frame: DataFrame, declared: T.StructType | None, source: str, file: Column | None = None
) -> Ingested:
    """Casts columns to the declared types where no value loses anything.

    Args:
        frame: Typed rows.
        declared: Columns and types; those of the frame if `None`.
        source: What the frame was read from, for errors.
        file: The file of each row, where it is from one.

    Raises:
        IngestError: A column is missing.
    """
    wanted = frame.schema if declared is None else declared
    places = {field.name: (index, field.dataType) for index, field in enumerate(frame.schema)}
    origin = F.lit(None).cast("string") if file is None else file
    # By position: not every name is one to Spark.
    cells = [f"g{index}" for index in range(len(places))]
    rows = frame.select("*", origin).toDF(*cells, FILE)
    columns, objections = [], []
    for index, field in enumerate(wanted):
        if field.name not in places:
            raise IngestError(source, f"no column `{field.name}`; it has {', '.join(places)}")
        place, kind = places[field.name]
        value = F.col(f"g{place}")
        cast = value if kind == field.dataType else value.try_cast(field.dataType)
        columns.append(cast.alias(f"v{index}"))
        objections += _objections(field, value, cast, kind, is_declared=declared is not None)
    given = [F.col(cell).alias(name) for cell, name in zip(cells, frame.columns, strict=True)]
    judged = rows.select(
        *columns,
        FILE,
        F.lit(None).cast("long").alias(LINE),
        F.to_json(F.struct(*given)).alias(RECORD),
        F.coalesce(*objections, F.lit(None).cast("string")).alias(REASON),
    )
    return part(judged, wanted.names)


def _objections(
    field: T.StructField, value: Column, cast: Column, kind: T.DataType, *, is_declared: bool
) -> list[Column]:
    found = []
    place = f"column {quoted(field.name)}: "
    if is_declared and not field.nullable:
        found.append(F.when(F.isnull(value), F.lit(f"{place}empty")))
    if kind != field.dataType:
        # 1.5 as an int is 1: only what casts back to itself has lost nothing.
        lost = F.isnotnull(value) & ~cast.try_cast(kind).eqNullSafe(value)
        end = F.lit(f" is no {field.dataType.simpleString()}")
        found.append(F.when(lost, F.concat(F.lit(place), value.cast("string"), end)))
    return found
