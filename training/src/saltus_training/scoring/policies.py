"""A bundle's feature schema over the columns of a frame, as it is over the fields of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F
from pyspark.sql import types as T
from saltus_schema.wording import show_all

from saltus_training.quality import FrameRows
from saltus_training.quality.policies import judge, readings, shown
from saltus_training.quality.readers import read
from saltus_training.scoring.model import ScoringError

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame
    from saltus_schema import FeatureSchema, Field

    from saltus_training.quality.rows import Cells

REFUSAL = "saltus_refusal"


def conform(frame: DataFrame, schema: FeatureSchema) -> DataFrame:
    """Return the frame with inputs of the schema's types, and why rows are refused.

    A value is judged as `quality.check` does it, which is as the request model judges its form in
    JSON; defaults take the place of what is missing. The column `REFUSAL` is null where the schema
    admits the row; the frame may have it already, with what is wrong with a row as a whole.

    Raises:
        ScoringError: A column is missing or there twice, or no value of its type is one of the
            field's.
    """
    cells = FrameRows(frame).cells(schema)
    _check_columns(cells, schema)
    inputs = {field.name for field in schema.inputs}
    values, codes, reasons = [], [], []
    for at, field in enumerate(schema.inputs):
        source = cells.sources.get(field.name)
        verdict = judge(field, at, source)
        values.append(verdict.value.alias(field.name))
        codes.append(verdict.error.alias(f"e{at}"))
        if source is not None:
            reasons.append(_reason(field, at, source))
    given = {name: F.col(f"g{at}") for at, name in enumerate(cells.given)}
    if REFUSAL in given:
        reasons.insert(0, given.pop(REFUSAL))
    others = [column.alias(name) for name, column in given.items() if name not in inputs]
    reason = F.nullif(F.concat_ws("; ", *reasons), F.lit(""))
    judged = readings(schema, cells).select("*", *codes)
    return judged.select(*others, *values, reason.alias(REFUSAL))


def _check_columns(cells: Cells, schema: FeatureSchema) -> None:
    for field in schema.inputs:
        subject, source = f"column `{field.name}`", cells.sources.get(field.name)
        if cells.given.count(field.name) > 1:
            raise ScoringError(subject, "is there more than once")
        if source is None:
            if field.on_missing == "error":
                raise ScoringError(subject, "is missing, the model needs it")
            continue
        # What is text, or null in every row, may be so in this data only.
        is_told = not isinstance(source, T.StringType | T.NullType)
        if is_told and not read(field.kind, F.lit(None), source).possible:
            reason = f"is {source.simpleString()}, the model takes {field.type}"
            raise ScoringError(subject, reason)


def _reason(field: Field, at: int, source: T.DataType) -> Column:
    """What is wrong with a value, in the words of an answer over HTTP; null where nothing is."""
    code = F.col(f"e{at}")
    expected = field.kind.expected(field.enforced_bounds)
    wanted = F.lit(f"{expected} or null" if field.nullable else expected)
    if field.categories is not None:
        known = F.lit(f"one of {show_all(field.categories)}")
        wanted = F.when(code == F.lit("unseen_category"), known).otherwise(wanted)
    got = F.coalesce(shown(F.col(f"c{at}"), source), F.lit("null"))
    told = F.concat(F.lit(f"{field.name}: must be "), wanted, F.lit(", got "), got)
    return F.when(code.isNotNull(), told)
