"""One way to read every kind of source."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from py4j.protocol import Py4JJavaError
from pyspark.errors import AnalysisException
from pyspark.sql import functions as F

from saltus_training.ingest.errors import IngestError
from saltus_training.ingest.texts import read_csv, read_json_lines
from saltus_training.ingest.typed import enforce

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyspark.sql import SparkSession
    from pyspark.sql import types as T

    from saltus_training.ingest.ingested import Ingested

Format = Literal["csv", "json", "parquet", "orc"]
FORMATS: tuple[Format, ...] = get_args(Format)

_ENDINGS: dict[str, Format] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
    ".parquet": "parquet",
    ".orc": "orc",
}


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
    chosen = kind or _format(Path(path))
    try:
        if chosen == "csv":
            return read_csv(spark, source, struct)
        if chosen == "json":
            return read_json_lines(spark, source, struct)
        frame = spark.read.format(chosen).load(source)
        return enforce(frame, struct, source, F.col("_metadata.file_path"))
    except (AnalysisException, Py4JJavaError) as error:
        raise IngestError(source, _said(error)) from error


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
        IngestError: The table lacks a column.
    """
    frame = spark.read.format("jdbc").options(url=url, dbtable=table, **(options or {})).load()
    return enforce(frame, struct, table)


def _format(path: Path) -> Format:
    if not path.exists() and "*" not in path.name and "://" not in str(path):
        raise IngestError(str(path), "there is no such file or folder")
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    for file in files:
        for ending in reversed(file.suffixes):
            if ending in _ENDINGS:
                return _ENDINGS[ending]
    raise IngestError(
        str(path), f"its name does not tell its format; say which: {', '.join(FORMATS)}"
    )


def _said(error: AnalysisException | Py4JJavaError) -> str:
    """The first thing that a person can use in what Spark says."""
    if isinstance(error, Py4JJavaError):
        cause = error.java_exception
        while cause.getCause() is not None:
            cause = cause.getCause()
        return str(cause.getMessage())
    return str(error).strip().splitlines()[0]
