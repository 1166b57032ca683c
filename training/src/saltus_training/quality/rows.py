"""Rows to check: of a frame, or lines of JSON text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pyspark.sql import functions as F
from pyspark.sql import types as T

from saltus_training.quality.reading import once
from saltus_training.spark_types import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyspark.sql import Column, DataFrame
    from saltus_schema import FeatureSchema

PROBLEM, SHOWN = "problem", "shown"

# An escaped half of a surrogate pair, which no UTF-8 text can hold.
_HALF_PAIR = (
    r"(?<!\\)(?:\\\\)*(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)
_RECORD = "map<string,variant>"
_LONGEST_LINE = 60


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows with a column for each field of a schema.

    Attributes:
        frame: What was given; then `problem`, the code of what is wrong with a row as a whole, and
            `shown`, the row as text; and for a field at `i`, `ci` with its values and `ai`, which
            tells whether the row has none.
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
        columns, sources = [], {}
        for position, field in enumerate(schema.inputs):
            if field.name in places:
                index, found = places[field.name]
                sources[field.name] = found.dataType
                columns.append(F.col(f"g{index}").alias(f"c{position}"))
                columns.append(F.lit(False).alias(f"a{position}"))
        nothing = F.lit(None).cast("string")
        return Cells(
            frame.select("*", nothing.alias(PROBLEM), nothing.alias(SHOWN), *columns),
            given,
            sources,
        )


class JsonRows:
    """Rows in JSON text, one object in each string of a column.

    Args:
        lines: A frame, as `spark.read.text` gives it.
        column: The column with the text.
    """

    def __init__(self, lines: DataFrame, column: str = "value") -> None:
        self._lines = lines.select(F.col(quoted(column)).alias("g0"))

    def cells(self, schema: FeatureSchema) -> Cells:
        """Returns the values of the keys; a key too many is wrong with the row as a whole."""
        line, record = F.col("g0"), F.col("record")
        # Spark's parser stops behind the first value; a bracket of each kind tells what follows.
        both = F.try_parse_json(F.concat(F.lit('{"":'), line, F.lit("}"))).isNotNull()
        value = F.try_parse_json(F.concat(F.lit("["), line, F.lit("]")))
        whole = both & ~line.rlike(_HALF_PAIR)
        first = F.when(whole, F.try_variant_get(value, "$[0]", "variant")).alias("parsed")
        parsed = once(self._lines, [first])
        parsed = once(parsed, [F.try_variant_get("parsed", "$", _RECORD).alias("record")])
        shown = F.substring(line, 1, _LONGEST_LINE)
        columns: list[Column] = [_problem(schema).alias(PROBLEM), shown.alias(SHOWN)]
        for position, field in enumerate(schema.inputs):
            key = F.lit(field.name)
            columns.append(F.try_element_at(record, key).alias(f"c{position}"))
            columns.append((~F.map_contains_key(record, key)).alias(f"a{position}"))
        sources = {field.name: T.VariantType() for field in schema.inputs}
        return Cells(once(parsed, columns), ("line",), sources)


def _problem(schema: FeatureSchema) -> Column:
    known = F.array(*(F.lit(field.name) for field in schema.inputs))
    strange = F.size(F.array_except(F.map_keys("record"), known)) > F.lit(0)
    return (
        F.when(F.col("parsed").isNull(), F.lit("invalid_json"))
        .when(F.col("record").isNull(), F.lit("wrong_type"))
        .when(strange, F.lit("unknown_field"))
    )
