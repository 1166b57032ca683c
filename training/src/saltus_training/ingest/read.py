"""One way to read every kind of source."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from saltus_training.ingest.errors import IngestError
from saltus_training.ingest.formats import data_format, spark_path
from saltus_training.ingest.texts import csv_texts, enforce_texts, json_texts
from saltus_training.ingest.typed import enforce
from saltus_training.spark_errors import SPARK_ERRORS, root_cause

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyspark.sql import SparkSession
    from pyspark.sql import types as T

    from saltus_training.ingest.formats import Format
    from saltus_training.ingest.ingested import Ingested


def read_data(
    spark: SparkSession,
    path: str | Path,
    struct: T.StructType | None = None,
    kind: Format | None = None,
) -> Ingested:
    """Reads a file or a folder of files.

    Args:
        spark: The session to read with.
        path: CSV with a header, JSON lines, Parquet or ORC; text may be compressed.
        struct: Columns and types, for example `inputs.input_struct(schema)`; a record with a value
            of another type, or without one that may not be null, is kept aside. Found out if
            `None`: then a column is of a type if 95 % of its values are, and of text if not.
        kind: The format, if the file's name does not tell it.

    Raises:
        IngestError: There is no such file, it is of another format, or lacks a column.
    """
    # Spark's own working folder is that of the process which started it.
    source = str(path) if "://" in str(path) else str(Path(path).absolute())
    chosen = data_format(path, kind)
    try:
        if chosen == "csv":
            return enforce_texts(csv_texts(spark, source), struct)
        if chosen == "json":
            names = struct.names if struct else None
            return enforce_texts(json_texts(spark, source, names), struct)
        frame = spark.read.format(chosen).load(spark_path(path))
        return enforce(frame, struct, source, F.col("_metadata.file_path"))
    except SPARK_ERRORS as error:
        raise IngestError(source, f"Spark cannot read it: {root_cause(error)}") from error


def read_jdbc(
    spark: SparkSession,
    url: str,
    table: str,
    struct: T.StructType | None = None,
    options: Mapping[str, str] | None = None,
) -> Ingested:
    """Reads a table of a database; its driver has to be on Spark's class path.

    Args:
        spark: The session to read with.
        url: For example `jdbc:postgresql://host/database`.
        table: A table, or a query in brackets with an alias.
        struct: Columns and types; those of the table if `None`.
        options: Spark's own, such as `user`, `driver`, `partitionColumn` and `fetchsize`.

    Raises:
        IngestError: The table cannot be read, or lacks a column.
    """
    reader = spark.read.format("jdbc").options(url=url, dbtable=table, **(options or {}))
    try:
        return enforce(reader.load(), struct, table)
    except SPARK_ERRORS as error:
        raise IngestError(table, f"Spark cannot read it: {root_cause(error)}") from error
