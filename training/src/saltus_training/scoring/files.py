"""Files that Spark reads and writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeVar

from pyspark.sql import functions as F
from pyspark.sql import types as T

from saltus_training.quality.files import csv_cell
from saltus_training.scoring.policies import REFUSAL
from saltus_training.spark_types import quoted

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, DataFrameReader, SparkSession
    from pyspark.sql.streaming.readwriter import DataStreamReader

    from saltus_training.scoring.model import ScoringModel

    Reader = TypeVar("Reader", DataFrameReader, DataStreamReader)

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


def read(spark: SparkSession, source: str, format_: Format, model: ScoringModel) -> DataFrame:
    """Return a file or folder as a frame with the model's inputs, each as the schema can judge it.

    Of text there is a column `REFUSAL`, which says why a line is no record.
    """
    frame = _reader(spark.read, spark, source, format_, model).load(source)
    return as_inputs(frame, format_, model)


def stream_reader(
    spark: SparkSession, source: str, format_: Format, model: ScoringModel
) -> DataStreamReader:
    """Return a reader of the files of a folder, of the columns of those that are there.

    Raises:
        pyspark.errors.AnalysisException: None are there.
    """
    return _reader(spark.readStream, spark, source, format_, model)


def as_inputs(frame: DataFrame, format_: Format, model: ScoringModel) -> DataFrame:
    """Return what a reader of this module gives as `read` does."""
    if _BROKEN in frame.columns:
        reason = F.when(F.col(_BROKEN).isNotNull(), F.lit(_NO_RECORD[format_]))
        frame = frame.withColumn(REFUSAL, reason).drop(_BROKEN)
    if format_ != "csv" or model.schema is None:
        return frame
    cells = {name: quoted(name) for name in frame.columns}
    for field in model.schema.inputs:
        if field.name in cells:
            cells[field.name] = csv_cell(quoted(field.name), field)
    return frame.select([F.expr(cell).alias(name) for name, cell in cells.items()])


def _reader(
    reader: Reader, spark: SparkSession, source: str, format_: Format, model: ScoringModel
) -> Reader:
    schema = _columns(spark, source, format_, model)
    return reader.format(format_).options(**_TEXT.get(format_, {})).schema(schema)


def _columns(
    spark: SparkSession, source: str, format_: Format, model: ScoringModel
) -> T.StructType:
    options = _TEXT.get(format_, {})
    found = spark.read.format(format_).options(**options).load(source).schema
    if not options:
        return found
    fields = [field for field in found.fields if field.name != _BROKEN]
    if format_ == "json" and model.schema is not None:
        # One odd value would turn all others of its column into text.
        inputs = {field.name for field in model.schema.inputs}
        variant = T.VariantType()
        fields = [T.StructField(f.name, variant) if f.name in inputs else f for f in fields]
    return T.StructType([*fields, T.StructField(_BROKEN, T.StringType())])


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
