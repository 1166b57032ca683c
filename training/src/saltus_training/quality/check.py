"""The rows of a frame against a schema, in one pass."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, cast

from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from saltus_schema.types.vector import VectorType

from saltus_training.errors import TrainingError
from saltus_training.expressions import (
    NO_CODE,
    array,
    coalesce,
    keep,
    literal,
    named,
    once,
    struct,
    transform,
)
from saltus_training.quality.policies import accepted_value, judge, readings, shown
from saltus_training.quality.report import QualityReport, RuleCount
from saltus_training.quality.rows import PROBLEM, SHOWN, FrameRows, JsonRows
from saltus_training.quality.sequences import as_vector

if TYPE_CHECKING:
    from pyspark.sql import Row
    from saltus_schema import FeatureSchema

    from saltus_training.expressions import Sql
    from saltus_training.quality.rows import Cells, Rows

VIOLATIONS = "violations"

_TOLD = "array<struct<field:string,code:string,value:string>>"
# What is no object has no fields to judge.
_HAS_FIELDS = f"{PROBLEM} is null or {PROBLEM} = 'unknown_field'"
_ROW = -1
_REJECTED, _WARNED = "rejected", "warned"


def check(rows: DataFrame | Rows, schema: FeatureSchema) -> QualityReport:
    """Counts what a schema refuses, and what it accepts with a warning; collects no row.

    A value is judged as the request model judges its form in JSON: 17.0 of a double column is a
    valid `int`, and "17" of a string column is not.

    Args:
        rows: A frame with any columns, or `JsonRows`.
        schema: Its inputs say what is accepted.
    """
    cells = _cells(rows, schema)
    counted = (
        _judged(cells, schema)
        .selectExpr(f"{_entries(cells, schema)} as entries")
        # A row that nothing is wrong with becomes a row of nulls: the group of the accepted ones.
        .selectExpr("inline_outer(entries)")
        # Not `filter` before: Spark compiles no function that takes a function.
        .where("code is not null or index is null")
        .groupBy("index", "severity", "code")
        .agg(
            F.count(F.lit(1)).alias("rows"),
            F.min("value"),
            F.max("value"),
            F.min_by("value", F.xxhash64("value")),
        )
        .collect()
    )
    totals: Counter[str | None] = Counter()
    for row in counted:
        if row["index"] is None or row["index"] == _ROW:
            totals[row["code"]] += row["rows"]
    names = ["", *(field.name for field in schema.inputs)]
    found = sorted(row for row in counted if row["index"] is not None and row["index"] >= 0)
    counts = tuple(_rule_count(names, row) for row in found if row["code"] is not None)
    return QualityReport(totals.total(), totals[_REJECTED], counts)


def split(rows: DataFrame | Rows, schema: FeatureSchema) -> tuple[DataFrame, DataFrame]:
    """Keeps bad rows aside, with the reasons.

    Returns:
        The rows that the schema accepts: of a frame as they are, of `JsonRows` as columns of the
        schema's types with defaults filled in. And the others as they are, with a column
        `violations` of structs `field, code, value`.

    Raises:
        TrainingError: The frame has a column `violations` already.
    """
    cells = _cells(rows, schema)
    if VIOLATIONS in cells.given:
        raise TrainingError(f"the frame has a column `{VIOLATIONS}` already; rename it")
    names = array(["''", *(literal(field.name) for field in schema.inputs)])
    entries = _entries(cells, schema)
    errors = keep(entries, lambda entry: f"{entry}.severity = 'error' and {entry}.code is not null")
    told = transform(
        errors,
        lambda entry: struct(
            field=f"get({names}, {entry}.index)", code=f"{entry}.code", value=f"{entry}.value"
        ),
    )
    judged = once(_judged(cells, schema), {VIOLATIONS: coalesce(told, f"cast(array() as {_TOLD})")})
    good, bad = judged.where(f"size({VIOLATIONS}) = 0"), judged.where(f"size({VIOLATIONS}) > 0")
    given = [f"g{index}" for index in range(len(cells.given))]
    rejected = bad.select(*given, VIOLATIONS).toDF(*cells.given, VIOLATIONS)
    if not isinstance(rows, JsonRows):
        return good.select(*given).toDF(*cells.given), rejected
    return _typed(good, cells, schema), rejected


def _cells(rows: DataFrame | Rows, schema: FeatureSchema) -> Cells:
    return (FrameRows(rows) if isinstance(rows, DataFrame) else rows).cells(schema)


def _typed(good: DataFrame, cells: Cells, schema: FeatureSchema) -> DataFrame:
    """Returns the values of the fields by their names, in the fields' types."""
    values = {
        f"v{position}": accepted_value(field, position, cells.sources[field.name])
        for position, field in enumerate(schema.inputs)
    }
    columns = [
        as_vector(name) if isinstance(field.kind, VectorType) else F.col(name)
        for name, field in zip(values, schema.inputs, strict=True)
    ]
    names = [field.name for field in schema.inputs]
    return good.selectExpr(*named(values)).select(*columns).toDF(*names)


def _judged(cells: Cells, schema: FeatureSchema) -> DataFrame:
    """Adds columns `ei` and `wi` with the codes of the field at `i`, and what they are all in."""
    codes: dict[str, Sql] = {}
    for position, field in enumerate(schema.inputs):
        verdict = judge(field, position, cells.sources.get(field.name))
        for name, code in ((f"e{position}", verdict.error), (f"w{position}", verdict.warning)):
            codes[name] = NO_CODE if code == NO_CODE else f"if({_HAS_FIELDS}, {code}, null)"
    return readings(schema, cells).selectExpr("*", *named(codes))


def _entries(cells: Cells, schema: FeatureSchema) -> Sql:
    """Returns an array of a verdict for each field; null for the many rows without fault."""
    errors = [PROBLEM, *(f"e{index}" for index in range(len(schema.inputs)))]
    warnings = [f"w{index}" for index in range(len(schema.inputs))]
    marker = f"if({coalesce(*errors)} is not null, '{_REJECTED}', '{_WARNED}')"
    entries = [_entry(_ROW, marker), _entry(0, PROBLEM, "'error'", SHOWN)]
    for position, field in enumerate(schema.inputs):
        error, warning = errors[position + 1], warnings[position]
        severity = f"if({error} is not null, 'error', 'warning')"
        source = cells.sources.get(field.name)
        value = NO_CODE if source is None else shown(f"c{position}", source)
        entries.append(_entry(position + 1, coalesce(error, warning), severity, value))
    return f"if({coalesce(*errors, *warnings)} is not null, {array(entries)}, null)"


def _entry(index: int, code: Sql, severity: Sql = "''", value: Sql = NO_CODE) -> Sql:
    return struct(index=str(index), severity=severity, code=code, value=value)


def _rule_count(names: list[str], row: Row) -> RuleCount:
    index, severity, code, count, *examples = row
    distinct = dict.fromkeys(example for example in examples if example is not None)
    return RuleCount(names[index], code, severity, cast("int", count), tuple(distinct))
