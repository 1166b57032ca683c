"""Rows in files to check: Parquet, ORC, JSON lines or CSV, one file or a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import types as T
from saltus_schema.types.boolean import BooleanType
from saltus_schema.types.text import StringType
from saltus_schema.types.textual import TextualType

from saltus_training.expressions import Sql, named
from saltus_training.ingest.errors import IngestError
from saltus_training.ingest.formats import data_format, spark_path
from saltus_training.ingest.ingested import RECORD
from saltus_training.ingest.texts import WRONG, Texts, csv_texts, without_mark
from saltus_training.ingest.values import is_placeholder
from saltus_training.quality.rows import (
    LONGEST_LINE,
    PROBLEM,
    SHOWN,
    Cells,
    FrameRows,
    JsonRows,
    need_variants,
)
from saltus_training.spark_errors import SPARK_ERRORS, root_cause

if TYPE_CHECKING:
    from os import PathLike

    from pyspark.sql import SparkSession
    from saltus_schema import FeatureSchema, Field

    from saltus_training.quality.rows import Rows


def read_rows(spark: SparkSession, path: str | PathLike[str]) -> Rows:
    """Reads rows for `check` and `split`, without letting Spark guess or change a value.

    An empty cell of CSV is null; where the field is no text, so is a word for nothing such as
    `NA`, and any other cell is read as JSON.

    Raises:
        IngestError: The file cannot be read.
        TrainingError: It is JSON or CSV, and Spark is older than 4.
    """
    source = str(path)
    kind = data_format(path)
    try:
        if kind == "csv":
            need_variants("rows in CSV")
            return CsvRows(csv_texts(spark, source))
        if kind == "json":
            lines = spark.read.text(spark_path(path)).where("trim(value) != ''")
            return JsonRows(lines.selectExpr(f"{without_mark('value')} as value"))
        return FrameRows(spark.read.format(kind).load(spark_path(path)))
    except SPARK_ERRORS as error:
        raise IngestError(source, f"Spark cannot read it: {root_cause(error)}") from error


class CsvRows:
    """Rows of CSV: a record that is none is wrong as a whole."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def cells(self, schema: FeatureSchema) -> Cells:
        """Returns the columns of the fields' names; others are no reason to refuse a row."""
        names = self._texts.names
        columns = {f"g{index}": f"c{index}" for index in range(len(names))}
        columns[PROBLEM] = f"if({WRONG} is not null, 'invalid_csv', null)"
        columns[SHOWN] = f"substring({RECORD}, 1, {LONGEST_LINE})"
        sources: dict[str, T.DataType] = {}
        for position, field in enumerate(schema.inputs):
            if field.name in names:
                is_text = isinstance(field.kind, StringType | TextualType)
                sources[field.name] = T.StringType() if is_text else T.VariantType()
                columns[f"c{position}"] = csv_cell(f"c{names.index(field.name)}", field)
                columns[f"a{position}"] = "false"
        return Cells(self._texts.frame.selectExpr(*named(columns)), tuple(names), sources)


def csv_cell(cell: Sql, field: Field) -> Sql:
    """Returns a cell of text as its field's reader takes it: JSON, or the text that it is."""
    text = f"nullif({cell}, '')"
    if isinstance(field.kind, StringType):
        return text
    present = f"if({is_placeholder(cell)}, null, {text})"
    if isinstance(field.kind, TextualType):
        return present
    json = f"lower(trim({text}))" if isinstance(field.kind, BooleanType) else f"trim({text})"
    # A cell that is no JSON stays the text that it is, which no such field takes.
    variant = f"coalesce(try_parse_json({json}), cast({cell} as variant))"
    return f"if({present} is null, null, {variant})"
