"""Folders as Spark sees them: local, or of any file system that Hadoop knows."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from pyspark.sql import functions as F
from pyspark.sql import types as T

from saltus_training.scoring.model import ScoringError
from saltus_training.spark_types import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

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


class Folders:
    """Renames and removes folders through Hadoop, so that what appears is whole."""

    def __init__(self, spark: SparkSession) -> None:
        self._jvm: Any = spark._jvm  # noqa: SLF001 - Spark has no other door to the file system
        self._conf = spark.sparkContext._jsc.hadoopConfiguration()  # noqa: SLF001

    def _at(self, path: str) -> tuple[Any, Any]:
        place = self._jvm.org.apache.hadoop.fs.Path(path)
        return place.getFileSystem(self._conf), place

    def exists(self, path: str) -> bool:
        """Tell whether there is a file or folder."""
        system, place = self._at(path)
        return bool(system.exists(place))

    def remove(self, path: str) -> None:
        """Remove a folder, if it is there."""
        system, place = self._at(path)
        system.delete(place, True)

    def rename(self, path: str, target: str) -> None:
        """Give a folder its name.

        Raises:
            ScoringError: The target is there already, or the file system refuses.
        """
        system, place = self._at(path)
        goal = self._jvm.org.apache.hadoop.fs.Path(target)
        if system.exists(goal) or not system.rename(place, goal):
            raise ScoringError(target, "cannot be put in place: is something there by now?")

    @contextmanager
    def appearing(self, target: str) -> Iterator[str]:
        """Give a hidden place beside *target* that gets its name on success, else is removed."""
        parent, _, name = target.rstrip("/").rpartition("/")
        place = f"{parent or '.'}/.{name}.{secrets.token_hex(8)}"
        if target.startswith("/") and not parent:
            place = f"/.{name}.{secrets.token_hex(8)}"
        try:
            yield place
            self.rename(place, target)
        finally:
            self.remove(place)
