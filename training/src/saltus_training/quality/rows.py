"""Rows to check: of a frame, or lines of JSON text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pyspark
from pyspark.ml.linalg import VectorUDT
from pyspark.sql import functions as F
from pyspark.sql import types as T

from saltus_training.errors import TrainingError
from saltus_training.expressions import array, literal, named, once
from saltus_training.spark_types import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyspark.sql import DataFrame
    from saltus_schema import FeatureSchema

    from saltus_training.expressions import Sql

PROBLEM, SHOWN = "problem", "shown"

# An escaped half of a surrogate pair, which no UTF-8 text can hold.
_HALF_PAIR = literal(
    r"(?<!\\)(?:\\\\)*(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)
LONGEST_LINE = 60


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows with a column for each field of a schema.

    Attributes:
        frame: What was given; then `problem`, the code of what is wrong with a row as a whole, and
            `shown`, the row as text; and for a field at `i`, `ci` with its values, vectors as
            MLlib's parts, and `ai`, which tells whether the row has none.
        given: The names of the columns that were given; the frame calls them `g0`, `g1`, ...
        sources: The Spark type of the values by field, for the fields that any row has.
    """

    frame: DataFrame
    given: tuple[str, ...]
    sources: Mapping[str, T.DataType]


class Rows(Protocol):
    """Rows of one kind."""

    def cells(self, schema: FeatureSchema) -> Cells:
        """Returns the rows with a column for each field."""


class FrameRows:
    """Rows of a typed frame, the columns of variants included; null is what JSON's null is."""

    def __init__(self, frame: DataFrame) -> None:
        self._frame = frame

    def cells(self, schema: FeatureSchema) -> Cells:
        """Returns the columns of the fields' names; others are no reason to refuse a row."""
        given = tuple(self._frame.columns)
        # By position: Spark takes `x` and `X` for one name.
        frame = self._frame.toDF(*(f"g{index}" for index in range(len(given))))
        places = {field.name: (index, field) for index, field in enumerate(self._frame.schema)}
        columns = {PROBLEM: "cast(null as string)", SHOWN: "cast(null as string)"}
        vectors, sources = [], {}
        for position, field in enumerate(schema.inputs):
            if field.name in places:
                index, found = places[field.name]
                sources[field.name] = found.dataType
                columns[f"a{position}"] = "false"
                if isinstance(found.dataType, VectorUDT):
                    vectors.append(F.unwrap_udt(f"g{index}").alias(f"c{position}"))
                else:
                    columns[f"c{position}"] = f"g{index}"
        frame = frame.select("*", *vectors) if vectors else frame
        return Cells(frame.selectExpr("*", *named(columns)), given, sources)


class JsonRows:
    """Rows in JSON text, one object in each string of a column.

    Args:
        lines: A frame, as `spark.read.text` gives it.
        column: The column with the text.

    Raises:
        TrainingError: Spark is older than 4.
    """

    def __init__(self, lines: DataFrame, column: str = "value") -> None:
        need_variants("rows of JSON")
        self._lines = lines.select(F.col(quoted(column)).alias("g0"))

    def cells(self, schema: FeatureSchema) -> Cells:
        """Returns the values of the keys; a key too many is wrong with the row as a whole."""
        # Spark's parser stops behind the first value; a bracket of each kind tells what follows.
        both = "try_parse_json(concat('{\"\":', g0, '}')) is not null"
        value = "try_parse_json(concat('[', g0, ']'))"
        first = f"try_variant_get({value}, '$[0]', 'variant')"
        whole = f"if({both} and not (g0 rlike {_HALF_PAIR}), {first}, null)"
        parsed = once(self._lines, {"parsed": whole})
        record = "try_variant_get(parsed, '$', 'map<string,variant>')"
        parsed = once(parsed, {"record": record})
        columns = {PROBLEM: _problem(schema), SHOWN: f"substring(g0, 1, {LONGEST_LINE})"}
        for position, field in enumerate(schema.inputs):
            key = literal(field.name)
            columns[f"c{position}"] = f"try_element_at(record, {key})"
            columns[f"a{position}"] = f"not map_contains_key(record, {key})"
        sources = {field.name: T.VariantType() for field in schema.inputs}
        return Cells(once(parsed, columns), ("line",), sources)


def need_variants(what: str) -> None:
    """Says so where Spark has no type for values of any type.

    Raises:
        TrainingError: Spark is older than 4.
    """
    if not hasattr(T, "VariantType"):
        reason = f"the checks of {what} need Spark 4, whose variants hold JSON values of any type"
        advice = "give a frame with types, or install `pyspark>=4`"
        raise TrainingError(f"{reason}, and this is Spark {pyspark.__version__}; {advice}")


def _problem(schema: FeatureSchema) -> Sql:
    known = array(literal(field.name) for field in schema.inputs)
    strange = f"size(array_except(map_keys(record), {known})) > 0"
    return (
        "case when parsed is null then 'invalid_json' when record is null then 'wrong_type' "
        f"when {strange} then 'unknown_field' end"
    )
