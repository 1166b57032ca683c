"""Files that Spark reads and writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from pyspark.sql import functions as F
from pyspark.sql import types as T

from saltus_training.scoring.policies import REFUSAL
from saltus_training.spark_types import quoted

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, DataFrameReader, SparkSession
    from pyspark.sql.streaming.readwriter import DataStreamReader

    Reader: TypeAlias = DataFrameReader | DataStreamReader

Format = Literal["csv", "json", "parquet", "orc"]

_SUFFIXES: dict[str, Format] = {
    "csv": "csv",
    "json": "json",
    "jsonl": "json",
    "ndjson": "json",
    "parquet": "parquet",
    "orc": "orc",
}
_BROKEN = "saltus_broken"
# A record that is none is kept for its row to be refused: Spark would fill it up with nulls.
_TEXT: dict[str, dict[str, str]] = {
    "csv": {
        "columnNameOfCorruptRecord": _BROKEN,
        "header": "true",
        "escape": '"',
        # Else the columns of a file in another order would change places.
        "enforceSchema": "false",
    },
    "json": {"columnNameOfCorruptRecord": _BROKEN},
}
_NO_RECORD = {
    "csv": "the line has more or fewer values than the header",
    "json": "the line is no JSON object",
}


def format_of(path: str, given: Format | None) -> Format:
    """Return the format given, else the one that the suffix names, else Parquet."""
    return given or _SUFFIXES.get(path.rstrip("/").rpartition(".")[2].lower(), "parquet")


def read(spark: SparkSession, source: str, format_: Format) -> DataFrame:
    """Return a file or folder as a frame; a cell of CSV is text.

    Of text there is a column `REFUSAL`, which says why a line is no record.
    """
    return refused(_reader(spark.read, spark, source, format_).load(source), format_)


def stream_reader(spark: SparkSession, source: str, format_: Format) -> DataStreamReader:
    """Return a reader of the files of a folder, of the columns of those that are there.

    Raises:
        pyspark.errors.AnalysisException: None are there.
    """
    return _reader(spark.readStream, spark, source, format_)


def refused(frame: DataFrame, format_: Format) -> DataFrame:
    """Return what a reader of this module gives with the column `REFUSAL`."""
    if _BROKEN not in frame.columns:
        return frame
    reason = F.when(F.col(_BROKEN).isNotNull(), F.lit(_NO_RECORD[format_]))
    return frame.withColumn(REFUSAL, reason).drop(_BROKEN)


def _reader(reader: Reader, spark: SparkSession, source: str, format_: Format) -> Reader:
    options = _TEXT.get(format_, {})
    schema = spark.read.format(format_).options(**options).load(source).schema
    if options:
        fields = [field for field in schema.fields if field.name != _BROKEN]
        schema = T.StructType([*fields, T.StructField(_BROKEN, T.StringType())])
    return reader.format(format_).options(**options).schema(schema)


def write(frame: DataFrame, target: str, format_: Format) -> None:
    """Write a new folder; what CSV has no form for becomes JSON in a cell."""
    if format_ == "csv":
        frame = frame.select([_flat(field) for field in frame.schema.fields])
    options = {"header": "true", "escape": '"'} if format_ == "csv" else {}
    frame.write.format(format_).options(**options).save(target)


def _flat(field: T.StructField) -> Column:
    column = F.col(quoted(field.name))
    nested = isinstance(field.dataType, T.ArrayType | T.MapType | T.StructType)
    return F.to_json(column).alias(field.name) if nested else column
