"""CSV and JSON lines: texts first, types second, so that every record can be told what is wrong."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from pyspark.sql import functions as F
from pyspark.sql import types as T

from saltus_training.ingest.errors import IngestError
from saltus_training.ingest.inference import infer_struct
from saltus_training.ingest.ingested import FILE, LINE, REASON, RECORD, Ingested, part
from saltus_training.ingest.lines import read_lines
from saltus_training.ingest.values import objection, parse
from saltus_training.spark_types import quoted

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

_CORRUPT = "_corrupt"
_DELIMITERS = ",;\t|"
_QUOTE = '"'


def read_csv(spark: SparkSession, path: str, struct: T.StructType | None) -> Ingested:
    """Reads CSV whose first line names the columns; the delimiter is found there.

    Quotes are doubled inside quotes. Values that span lines are understood: then the files are
    read a second time, as wholes, and records have no line number.

    Args:
        spark: The session to read with.
        path: A file, a folder or a pattern.
        struct: Columns and types; found out if `None`.

    Raises:
        IngestError: There is no header, it is not the same in every file, or lacks a column.
    """
    lines = read_lines(spark, path)
    names, options = _header(lines, path)
    texts = _split(lines.where(F.col(LINE) > F.lit(1)), names, options)
    if not texts.where(_is_open(options["sep"])).isEmpty():
        whole = _whole_files(spark, path, names, options)
        fits = F.isnull(_CORRUPT)
        if whole.where(fits).count() > texts.where(fits).count():
            texts = whole
    wrong = F.when(
        F.isnotnull(_CORRUPT),
        F.lit(f"not {len(names)} values, as the header has, or a quote that is not closed"),
    )
    return _typed(texts, names, struct, wrong, path)


def read_json_lines(spark: SparkSession, path: str, struct: T.StructType | None) -> Ingested:
    """Reads a JSON object from each line; keys that are not declared are left out.

    Args:
        spark: The session to read with.
        path: A file, a folder or a pattern.
        struct: Columns and types; found out if `None`.

    Raises:
        IngestError: There is no object in it.
    """
    lines = read_lines(spark, path).where(F.trim(RECORD) != F.lit(""))
    names = struct.names if struct else _keys(spark, path)
    parsed = F.from_json(RECORD, _strings(names), {"columnNameOfCorruptRecord": _CORRUPT})
    texts = lines.withColumn("_parsed", parsed).select("_parsed.*", RECORD, FILE, LINE)
    wrong = F.when(F.isnotnull(_CORRUPT), F.lit("not a JSON object"))
    return _typed(texts, names, struct, wrong, path)


def _header(lines: DataFrame, path: str) -> tuple[list[str], dict[str, str]]:
    heads = {row[RECORD]: row[FILE] for row in lines.where(F.col(LINE) == F.lit(1)).collect()}
    if not heads or not all(head.strip() for head in heads):
        raise IngestError(path, "the first line has to name the columns, and is empty")
    if len(heads) > 1:
        one, other = [file.rpartition("/")[2] for file in heads.values()][:2]
        raise IngestError(path, f"`{one}` and `{other}` do not begin with the same columns")
    (head,) = heads
    delimiter = max(_DELIMITERS, key=head.count)
    names = [name.strip() for name in next(csv.reader([head], delimiter=delimiter))]
    for name in names:
        if not name or names.count(name) > 1:
            raise IngestError(path, f"its first line names a column `{name}` that is not its own")
    return names, {
        "sep": delimiter,
        "escape": _QUOTE,
        "columnNameOfCorruptRecord": _CORRUPT,
        "ignoreLeadingWhiteSpace": "true",
        "ignoreTrailingWhiteSpace": "true",
    }


def _split(lines: DataFrame, names: list[str], options: dict[str, str]) -> DataFrame:
    # By position: the parser reads the names of this schema, and not every name is one to it.
    fields = ", ".join([*(f"c{index} string" for index in range(len(names))), f"{_CORRUPT} string"])
    parsed = F.from_csv(RECORD, fields, options)
    filled = lines.where(F.trim(RECORD) != F.lit("")).withColumn("_parsed", parsed)
    # Spark's parser takes a line that ends inside quotes for a whole record.
    corrupt = F.when(_is_open(options["sep"]), F.col(RECORD)).otherwise(
        F.col(f"_parsed.{_CORRUPT}")
    )
    columns = [F.col(f"_parsed.c{index}").alias(name) for index, name in enumerate(names)]
    return filled.select(*columns, corrupt.alias(_CORRUPT), RECORD, FILE, LINE)


def _is_open(delimiter: str) -> Column:
    """Whether a line ends inside quotes, or has text after them."""
    closed = r'\s*"[^"]*+(?:""[^"]*+)*+"\s*'
    bare = rf'(?!\s*")[^{re.escape(delimiter)}]*+'
    value = f"(?:{closed}|{bare})"
    return ~F.col(RECORD).rlike(f"^{value}(?:{re.escape(delimiter)}{value})*+$")


def _whole_files(
    spark: SparkSession, path: str, names: list[str], options: dict[str, str]
) -> DataFrame:
    rows = spark.read.csv(path, schema=_strings(names), header=True, multiLine=True, **options)
    chosen = rows.select(
        *[F.col(quoted(name)) for name in (*names, _CORRUPT)],
        F.col(_CORRUPT).alias(RECORD),
        F.col("_metadata.file_path").alias(FILE),
        F.lit(None).cast("long").alias(LINE),
    )
    # Spark does not answer what reads nothing but the broken records, unless it holds them all.
    return chosen.persist()


def _keys(spark: SparkSession, path: str) -> list[str]:
    names = spark.read.json(path, columnNameOfCorruptRecord=_CORRUPT).columns
    names = [name for name in names if name != _CORRUPT]
    if not names:
        raise IngestError(path, "there is no JSON object in any line")
    return names


def _strings(names: list[str]) -> T.StructType:
    return T.StructType([T.StructField(name, T.StringType()) for name in (*names, _CORRUPT)])


def _typed(
    texts: DataFrame,
    names: list[str],
    struct: T.StructType | None,
    wrong: Column,
    path: str,
) -> Ingested:
    if struct is None:
        struct = infer_struct(texts.where(F.isnull(_CORRUPT)), names)
    for field in struct:
        if field.name not in names:
            raise IngestError(path, f"no column `{field.name}`; it has {', '.join(names)}")
    given = [F.nullif(F.col(quoted(field.name)), F.lit("")) for field in struct]
    objections = [objection(field, text) for field, text in zip(struct, given, strict=True)]
    columns = [
        parse(text, field.dataType).alias(field.name)
        for field, text in zip(struct, given, strict=True)
    ]
    reason = F.coalesce(wrong, *objections).alias(REASON)
    return part(texts.select(*columns, FILE, LINE, RECORD, reason), struct.names)
