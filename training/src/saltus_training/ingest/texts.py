"""CSV and JSON lines as texts, so that every record can be told what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyspark.sql import functions as F
from pyspark.sql import types as T

from saltus_training.expressions import coalesce, literal, named
from saltus_training.ingest.errors import IngestError
from saltus_training.ingest.header import UNREADABLE, Header, read_header
from saltus_training.ingest.inference import infer_struct
from saltus_training.ingest.ingested import FILE, LINE, REASON, RECORD, Ingested, part
from saltus_training.ingest.lines import read_lines
from saltus_training.ingest.values import is_text_type, objection, parse
from saltus_training.spark_types import quoted

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from saltus_training.expressions import Sql

WRONG = "_wrong"

_CORRUPT = "_corrupt"
_QUOTE = '"'
_MARK = literal(r"^\x{FEFF}")
_NO_UTF_8 = "'not UTF-8 text; save the file as UTF-8'"


@dataclass(frozen=True, slots=True)
class Texts:
    """Records whose values are texts yet.

    Attributes:
        source: What they were read from.
        names: The columns.
        frame: Columns `c0`, `c1`, ... with their values; `_record`, `_file` and `_line`, where
            they are from; and `_wrong`, why a record is none, or null.
    """

    source: str
    names: list[str]
    frame: DataFrame


def csv_texts(spark: SparkSession, path: str) -> Texts:
    """Reads CSV whose first line names the columns; the delimiter is found there.

    Quotes are doubled inside quotes. Values that span lines are understood: then the files are
    read a second time, as wholes, and records have no line number.

    Args:
        spark: The session to read with.
        path: A file, a folder or a pattern.

    Raises:
        IngestError: There is no header, or it is not the same in every file.
    """
    lines = read_lines(spark, path)
    header = _header(lines, path)
    texts = _split(lines.where(f"{LINE} > 1"), header)
    if not texts.where(_is_open(header.delimiter)).isEmpty():
        whole = _whole_files(spark, path, header)
        fits = f"{_CORRUPT} is null"
        if whole.where(fits).count() > texts.where(fits).count():
            texts = whole
    told = f"not {len(header.names)} values, as the header has, or a quote that is not closed"
    # A file that is read as a whole keeps the mark of what could not be read, and no record.
    cells = ", ".join(_fields(header))
    marked = f"contains(concat_ws('', {cells}), '{UNREADABLE}')"
    wrong = (
        f"case when coalesce(not is_valid_utf8({RECORD}), {marked}) then {_NO_UTF_8} "
        f"when {_CORRUPT} is not null then {literal(told)} end"
    )
    return Texts(path, header.names, texts.withColumn(WRONG, F.expr(wrong)))


def json_texts(spark: SparkSession, path: str, names: list[str] | None = None) -> Texts:
    """Reads a JSON object from each line; keys that are not named are left out.

    Args:
        spark: The session to read with.
        path: A file, a folder or a pattern.
        names: The keys; found out if `None`.

    Raises:
        IngestError: There is no object in it.
    """
    lines = read_lines(spark, path).withColumn(RECORD, F.expr(without_mark(RECORD)))
    lines = lines.where(f"trim({RECORD}) != ''")
    names = names or _keys(spark, path)
    parsed = F.from_json(RECORD, _strings(names), {"columnNameOfCorruptRecord": _CORRUPT})
    columns = named({f"c{i}": f"_parsed.{quoted(name)}" for i, name in enumerate(names)})
    wrong = (
        f"case when not is_valid_utf8({RECORD}) then {_NO_UTF_8} "
        f"when _parsed.{_CORRUPT} is not null then 'not a JSON object' end as {WRONG}"
    )
    texts = lines.withColumn("_parsed", parsed).selectExpr(*columns, wrong, RECORD, FILE, LINE)
    return Texts(path, names, texts)


def without_mark(line: Sql) -> Sql:
    """Returns a line without the byte order mark that some programs begin a file with."""
    return f"regexp_replace({line}, {_MARK}, '')"


def enforce_texts(texts: Texts, struct: T.StructType | None) -> Ingested:
    """Reads texts as values of declared types.

    Args:
        texts: The records.
        struct: Columns and types; found out if `None`.

    Raises:
        IngestError: There are no rows to find types out from, or a column lacks or has a type
            that no text stands for.
    """
    source, names = texts.source, texts.names
    if struct is None:
        struct = infer_struct(texts.frame.where(f"{WRONG} is null"), names)
    if struct is None:
        raise IngestError(source, f"no row has the {len(names)} values that it should have")
    places = {name: index for index, name in enumerate(names)}
    values: dict[str, Sql] = {}
    objections: list[Sql] = []
    for index, field in enumerate(struct):
        if field.name not in places:
            raise IngestError(source, f"no column `{field.name}`; it has {', '.join(names)}")
        if not is_text_type(field.dataType):
            reason = f"text stands for no {field.dataType.simpleString()}; give Parquet"
            raise IngestError(source, reason, column=field.name)
        text = f"nullif(c{places[field.name]}, '')"
        values[f"v{index}"] = parse(text, field.dataType)
        objections.append(objection(field, text))
    values[REASON] = coalesce(WRONG, *objections)
    return part(texts.frame.selectExpr(*named(values), FILE, LINE, RECORD), struct.names)


def _header(lines: DataFrame, path: str) -> Header:
    heads = {row[RECORD]: row[FILE] for row in lines.where(f"{LINE} = 1").collect()}
    if not heads:
        raise IngestError(path, "it is empty; give a file with rows")
    found = [read_header(head, path) for head in heads]
    if any(header != found[0] for header in found):
        one, other = [file.rpartition("/")[2] for file in heads.values()][:2]
        raise IngestError(path, f"`{one}` and `{other}` do not begin with the same columns")
    return found[0]


def _options(header: Header) -> dict[str, str]:
    return {
        "sep": header.delimiter,
        "escape": _QUOTE,
        "columnNameOfCorruptRecord": _CORRUPT,
        "ignoreLeadingWhiteSpace": "true",
        "ignoreTrailingWhiteSpace": "true",
    }


def _fields(header: Header) -> list[str]:
    # By position: not every name is one to Spark.
    return [f"c{index}" for index in range(len(header.names))]


def _split(lines: DataFrame, header: Header) -> DataFrame:
    columns = _fields(header)
    fields = ", ".join(f"{name} string" for name in (*columns, _CORRUPT))
    filled = lines.where(f"trim({RECORD}) != ''")
    parsed = filled.withColumn("_parsed", F.from_csv(RECORD, fields, _options(header)))
    # Spark's parser takes a line that ends inside quotes for a whole record.
    corrupt = f"if({_is_open(header.delimiter)}, {RECORD}, _parsed.{_CORRUPT}) as {_CORRUPT}"
    cells = [f"_parsed.{name}" for name in columns]
    return parsed.selectExpr(*cells, corrupt, RECORD, FILE, LINE)


def _is_open(delimiter: str) -> Sql:
    """Whether a line ends inside quotes, or has text after them."""
    closed = r'\s*"[^"]*+(?:""[^"]*+)*+"\s*'
    bare = rf'(?!\s*")[^{re.escape(delimiter)}]*+'
    value = f"(?:{closed}|{bare})"
    whole = literal(f"^{value}(?:{re.escape(delimiter)}{value})*+$")
    return f"not ({RECORD} rlike {whole})"


def _whole_files(spark: SparkSession, path: str, header: Header) -> DataFrame:
    columns = _fields(header)
    struct, options = _strings(columns), _options(header)
    rows = spark.read.csv(path, schema=struct, header=True, multiLine=True, **options)
    file = f"_metadata.file_path as {FILE}"
    chosen = rows.selectExpr(
        *columns, _CORRUPT, f"{_CORRUPT} as {RECORD}", file, f"cast(null as bigint) as {LINE}"
    )
    # Spark does not answer what reads nothing but the broken records, unless it holds them all.
    return chosen.persist()


def _keys(spark: SparkSession, path: str) -> list[str]:
    frame = spark.read.json(path, columnNameOfCorruptRecord=_CORRUPT, primitivesAsString=True)
    names = [name for name in frame.columns if name != _CORRUPT]
    if not names:
        raise IngestError(path, "there is no JSON object in any line")
    return names


def _strings(names: list[str]) -> T.StructType:
    return T.StructType([T.StructField(name, T.StringType()) for name in (*names, _CORRUPT)])
