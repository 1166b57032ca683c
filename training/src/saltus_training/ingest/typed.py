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
    frame: DataFrame, struct: T.StructType | None, source: str, file: Column | None = None
) -> Ingested:
    """Casts columns to the declared types where no value loses anything.

    Args:
        frame: Typed rows.
        struct: Columns and types; those of the frame if `None`.
        source: What the frame was read from, for errors.
        file: The file of each row, where it is from one.

    Raises:
        IngestError: A column is missing.
    """
    declared = frame.schema if struct is None else struct
    kinds = {field.name: field.dataType for field in frame.schema}
    for field in declared:
        if field.name not in kinds:
            raise IngestError(source, f"no column `{field.name}`; it has {', '.join(kinds)}")
    columns, objections = [], []
    for field in declared:
        value, kind = F.col(quoted(field.name)), kinds[field.name]
        cast = value if kind == field.dataType else value.try_cast(field.dataType)
        columns.append(cast.alias(field.name))
        # 1.5 as an int is 1: only what casts back to itself has lost nothing.
        lost = F.isnotnull(value) & ~cast.try_cast(kind).eqNullSafe(value)
        text = value.cast("string")
        found = F.when(
            lost,
            F.concat(
                F.lit(f"column {quoted(field.name)}: "),
                text,
                F.lit(f" is no {field.dataType.simpleString()}"),
            ),
        )
        if not field.nullable and struct is not None:
            empty = F.lit(f"column {quoted(field.name)}: empty")
            found = F.when(F.isnull(value), empty).otherwise(found)
        objections.append(found)
    record = F.to_json(F.struct(*[F.col(quoted(name)) for name in frame.columns]))
    judged = frame.select(
        *columns,
        (F.lit(None).cast("string") if file is None else file).alias(FILE),
        F.lit(None).cast("long").alias(LINE),
        record.alias(RECORD),
        F.coalesce(*objections).alias(REASON),
    )
    return part(judged, declared.names)
