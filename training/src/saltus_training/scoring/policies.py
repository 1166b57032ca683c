"""A bundle's feature schema over the columns of a frame, as it is over the fields of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F
from pyspark.sql import types as T
from saltus_schema.types.vector import VectorType
from saltus_schema.wording import show_all

from saltus_training.expressions import coalesce, literal, named
from saltus_training.quality import FrameRows
from saltus_training.quality.policies import (
    absent_value,
    accepted_value,
    judge,
    readings,
    shown,
)
from saltus_training.quality.readers import read
from saltus_training.quality.sequences import as_vector
from saltus_training.scoring.model import ScoringError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from saltus_schema import FeatureSchema, Field

    from saltus_training.expressions import Sql
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
    given = [(name, f"g{at}") for at, name in enumerate(cells.given)]
    # What is no record has no fields to judge.
    whole = [place for name, place in given if name == REFUSAL]
    codes, values, reasons = {}, {}, []
    for at, field in enumerate(schema.inputs):
        source = cells.sources.get(field.name)
        if source is None:
            values[f"v{at}"] = absent_value(field)
            continue
        codes[f"e{at}"] = judge(field, at, source).error
        values[f"v{at}"] = accepted_value(field, at, source)
        reasons.append(_reason(field, at, source))
    together = ", ".join(["'; '", *reasons])
    told = {REFUSAL: f"nullif({coalesce(*whole, f'concat_ws({together})')}, '')"}
    names = {field.name for field in schema.inputs} | {REFUSAL}
    others = [F.col(place).alias(name) for name, place in given if name not in names]
    inputs = [
        (as_vector(value) if isinstance(field.kind, VectorType) else F.col(value)).alias(field.name)
        for field, value in zip(schema.inputs, values, strict=True)
    ]
    judged = readings(schema, cells).selectExpr("*", *named(codes))
    return judged.selectExpr("*", *named(values | told)).select(*others, *inputs, REFUSAL)


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
        if is_told and not read(field.kind, "null", source).possible:
            reason = f"is {source.simpleString()}, the model takes {field.type}"
            raise ScoringError(subject, reason)


def _reason(field: Field, at: int, source: T.DataType) -> Sql:
    """What is wrong with a value, in the words of an answer over HTTP; null where nothing is."""
    expected = field.kind.expected(field.enforced_bounds)
    wanted = literal(f"{expected} or null" if field.nullable else expected)
    if field.categories is not None:
        known = literal(f"one of {show_all(field.categories)}")
        wanted = f"if(e{at} = 'unseen_category', {known}, {wanted})"
    name, got = literal(f"{field.name}: must be "), coalesce(shown(f"c{at}", source), "'null'")
    return f"if(e{at} is null, null, concat({name}, {wanted}, ', got ', {got}))"
