"""Files that Spark reads and writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pyspark.sql import functions as F
from pyspark.sql import types as T

from saltus_training.spark_types import quoted

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

Format = Literal["csv", "json", "parquet", "orc"]

_SUFFIXES: dict[str, Format] = {
    "csv": "csv",
    "json": "json",
    "jsonl": "json",
    "ndjson": "json",
    "parquet": "parquet",
    "orc": "orc",
}


def format_of(path: str, given: Format | None) -> Format:
    """Return the format given, else the one that the suffix names, else Parquet."""
    return given or _SUFFIXES.get(path.rstrip("/").rpartition(".")[2].lower(), "parquet")


def read(spark: SparkSession, source: str, format_: Format) -> DataFrame:
    """Return a file or folder as a frame; a cell of CSV is text."""
    reader = spark.read.format(format_)
    return (reader.option("header", "true") if format_ == "csv" else reader).load(source)


def write(frame: DataFrame, target: str, format_: Format) -> None:
    """Write a new folder; what CSV has no form for becomes JSON in a cell."""
    if format_ == "csv":
        frame = frame.select([_flat(field) for field in frame.schema.fields])
    writer = frame.write.format(format_)
    (writer.option("header", "true") if format_ == "csv" else writer).save(target)


def _flat(field: T.StructField) -> Column:
    column = F.col(quoted(field.name))
    nested = isinstance(field.dataType, T.ArrayType | T.MapType | T.StructType)
    return F.to_json(column).alias(field.name) if nested else column
