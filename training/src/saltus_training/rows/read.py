"""Reads the rows of a file into a Spark frame."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql.pandas.types import to_arrow_schema

from saltus_training.inputs import count_missing, input_struct
from saltus_training.rows.errors import RowsError
from saltus_training.rows.text import csv_records, csv_value, json_records
from saltus_training.rows.typing import typed
from saltus_training.session import scratch_folder
from saltus_training.spark_errors import SPARK_ERRORS, root_cause

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from pyspark.sql import DataFrame, SparkSession
    from saltus_schema import FeatureSchema, Field

    from saltus_training.rows.text import Record

_PARQUET = (".parquet", ".pq")
_JSON = (".jsonl", ".ndjson", ".json")
_CSV = (".csv",)
_BATCH = 10_000


def read_rows(
    spark: SparkSession, path: str | PathLike[str], schema: FeatureSchema | None = None
) -> DataFrame:
    """Reads rows for Spark to score.

    Args:
        spark: The session.
        path: A Parquet file or a folder of them, JSON lines, or CSV with a header; the name's
            end tells which. Columns that the schema does not declare are left out of JSON and CSV.
        schema: What JSON and CSV are typed by; Parquet has types of its own.

    Raises:
        RowsError: The file is missing, of another format, or does not fit the schema.
        MissingValueError: Parquet has nulls where the schema allows none.
    """
    path = Path(path)
    if not path.exists():
        raise RowsError(path, "there is no such file")
    suffix = path.suffix.lower()
    if path.is_dir() or suffix in _PARQUET:
        return _read_parquet(spark, path, schema)
    if suffix not in (*_JSON, *_CSV):
        known = ", ".join((*_PARQUET, *_JSON, *_CSV))
        raise RowsError(path, f"the end of its name tells no format; use one of {known}")
    if schema is None:
        raise RowsError(path, "its columns have no types; give a schema, or rows in Parquet")
    return _read_text(spark, path, schema)


def _read_parquet(spark: SparkSession, path: Path, schema: FeatureSchema | None) -> DataFrame:
    try:
        frame = spark.read.parquet(path.resolve().as_uri())
        if schema is not None and {f.name for f in schema.inputs} <= set(frame.columns):
            count_missing(frame, schema)
    except SPARK_ERRORS as error:
        raise RowsError(path, f"Spark cannot read it as Parquet: {root_cause(error)}") from error
    return frame


def _read_text(spark: SparkSession, path: Path, schema: FeatureSchema) -> DataFrame:
    """Types the rows, and hands them to Spark as Parquet: no row has to fit into memory twice."""
    struct = input_struct(schema)
    arrow = to_arrow_schema(struct)
    target = scratch_folder(spark) / "rows.parquet"
    records = _records(path, schema)
    try:
        with pq.ParquetWriter(target, arrow) as writer:
            while batch := list(islice(records, _BATCH)):
                writer.write_batch(pa.RecordBatch.from_pylist(batch, arrow))
    except UnicodeDecodeError as error:
        raise RowsError(path, f"it is not UTF-8 text ({error})") from error
    return spark.read.schema(struct).parquet(target.as_uri())


def _records(path: Path, schema: FeatureSchema) -> Iterator[Record]:
    is_csv = path.suffix.lower() in _CSV
    for line, record in csv_records(path) if is_csv else json_records(path):
        yield {
            field.name: _typed(path, line, field, record, is_csv=is_csv) for field in schema.inputs
        }


def _typed(path: Path, line: int, field: Field, record: Record, *, is_csv: bool) -> Any:
    if is_csv and field.name not in record:
        raise RowsError(path, "the header does not name it", line=1, column=field.name)
    value = record.get(field.name)
    if is_csv and value is not None:
        value = csv_value(str(field.kind), value)
    try:
        return typed(field, value)
    except ValueError as error:
        raise RowsError(path, str(error), line=line, column=field.name) from error
