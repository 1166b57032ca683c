"""Rows in files: Parquet, JSON lines or CSV, one file or a folder as Spark writes it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pyspark.errors import PySparkException
from pyspark.sql import functions as F
from saltus_schema.types.boolean import BooleanType
from saltus_schema.types.text import StringType
from saltus_schema.types.textual import TextualType

from saltus_training.quality.rows import FrameRows, JsonRows
from saltus_training.rows.errors import RowsError
from saltus_training.spark_types import quoted

if TYPE_CHECKING:
    from os import PathLike

    from pyspark.sql import Column, DataFrame, SparkSession
    from saltus_schema import FeatureSchema, Field

    from saltus_training.quality.rows import Rows

Format = Literal["parquet", "json", "csv"]

_FORMATS: dict[str, Format] = {
    ".parquet": "parquet",
    ".pq": "parquet",
    ".jsonl": "json",
    ".ndjson": "json",
    ".json": "json",
    ".csv": "csv",
}
_MAGIC = b"PAR1"


def data_format(path: str | PathLike[str]) -> Format:
    """Tells the format of a file, or of a folder's files, by name and first bytes.

    Raises:
        RowsError: There is no such file, it is empty, or it is not what its name says.
    """
    path = Path(path)
    if not path.exists():
        raise RowsError(path, "there is no such file")
    file = _first(path) if path.is_dir() else path
    # Spark compresses what it writes: part-00000.csv.gz.
    known = [_FORMATS[suffix] for suffix in map(str.lower, file.suffixes) if suffix in _FORMATS]
    if not known:
        names = ", ".join(_FORMATS)
        raise RowsError(path, f"the end of its name tells no format; use one of {names}")
    with file.open("rb") as stream:
        start = stream.read(len(_MAGIC))
    if not start:
        raise RowsError(path, "it is empty; give a file with rows")
    if (start == _MAGIC) != (known[-1] == "parquet"):
        told = "it is Parquet, but its name says otherwise; name it .parquet"
        other = "its name says Parquet, but it is not; name it by its format"
        raise RowsError(path, told if start == _MAGIC else other)
    return known[-1]


def read_data(spark: SparkSession, path: str | PathLike[str], schema: FeatureSchema) -> Rows:
    """Reads rows for `check` and `split`, without letting Spark guess or change a value.

    An empty cell of CSV is null; any other is read as JSON where the field is no text.

    Raises:
        RowsError: The file cannot be read.
    """
    path = Path(path)
    kind = data_format(path)
    try:
        if kind == "parquet":
            return FrameRows(spark.read.parquet(_uri(path)))
        if kind == "json":
            return JsonRows(spark.read.text(_uri(path)).where("trim(value) != ''"))
        return FrameRows(typed_cells(read_csv(spark, path, infer=False), schema))
    except PySparkException as error:
        raise unreadable(path, kind, error) from error


def read_csv(spark: SparkSession, path: Path, *, infer: bool) -> DataFrame:
    """Reads CSV as RFC 4180 has it, with a header."""
    return spark.read.csv(
        _uri(path), header=True, inferSchema=infer, escape='"', multiLine=True, mode="FAILFAST"
    )


def unreadable(path: Path, kind: Format, error: PySparkException) -> RowsError:
    """Returns what Spark said about a file in one line."""
    reason = str(error).partition("\n")[0]
    return RowsError(path, f"Spark cannot read it as {kind}: {reason}")


def typed_cells(cells: DataFrame, schema: FeatureSchema) -> DataFrame:
    """Returns cells of text as JSON where their field is no text."""
    fields = {field.name: field for field in schema.inputs}
    return cells.select(
        *(_cell(F.col(quoted(name)), fields.get(name)).alias(name) for name in cells.columns)
    )


def _cell(cell: Column, field: Field | None) -> Column:
    if field is None or isinstance(field.kind, StringType | TextualType):
        return cell
    text = F.lower(F.trim(cell)) if isinstance(field.kind, BooleanType) else F.trim(cell)
    # A cell that is no JSON stays the text that it is, which no such field takes.
    return F.coalesce(F.try_parse_json(text), cell.cast("variant"))


def _first(folder: Path) -> Path:
    files = sorted(folder.rglob("*"))
    for file in files:
        if file.is_file() and not file.name.startswith(("_", ".")):
            return file
    raise RowsError(folder, "the folder has no files with rows")


def _uri(path: Path) -> str:
    return path.resolve().as_uri()
