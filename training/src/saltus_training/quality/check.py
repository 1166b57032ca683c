"""The rows of a frame against a schema, in one pass."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, cast

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from saltus_training.errors import TrainingError
from saltus_training.quality.policies import judge, readings, shown
from saltus_training.quality.reading import once
from saltus_training.quality.report import QualityReport, RuleCount
from saltus_training.quality.rows import PROBLEM, SHOWN, FrameRows, JsonRows

if TYPE_CHECKING:
    from pyspark.sql import Column, Row
    from saltus_schema import FeatureSchema

    from saltus_training.quality.rows import Cells, Rows

VIOLATIONS = "violations"

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
        # A row that nothing is wrong with becomes a row of nulls: the group of the accepted ones.
        .select(F.explode_outer(_found(cells, schema)).alias("entry"))
        .select("entry.*")
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
    names = F.array(F.lit(""), *(F.lit(field.name) for field in schema.inputs))
    errors = F.filter(_found(cells, schema), lambda entry: entry["severity"] == F.lit("error"))
    told = F.transform(
        errors,
        lambda entry: F.struct(
            F.get(names, entry["index"]).alias("field"), entry["code"], entry["value"]
        ),
    )
    told = F.coalesce(told, F.array().cast("array<struct<field:string,code:string,value:string>>"))
    judged = once(_judged(cells, schema), [told.alias(VIOLATIONS)])
    good, bad = (judged.where(F.size(VIOLATIONS) == 0), judged.where(F.size(VIOLATIONS) > 0))
    given = [f"g{index}" for index in range(len(cells.given))]
    rejected = bad.select(*given, VIOLATIONS).toDF(*cells.given, VIOLATIONS)
    if not isinstance(rows, JsonRows):
        return good.select(*given).toDF(*cells.given), rejected
    return good.select(*_values(cells, schema)), rejected


def _cells(rows: DataFrame | Rows, schema: FeatureSchema) -> Cells:
    return (FrameRows(rows) if isinstance(rows, DataFrame) else rows).cells(schema)


def _values(cells: Cells, schema: FeatureSchema) -> list[Column]:
    return [
        judge(field, position, cells.sources.get(field.name)).value.alias(field.name)
        for position, field in enumerate(schema.inputs)
    ]


def _judged(cells: Cells, schema: FeatureSchema) -> DataFrame:
    """Adds columns `ei` and `wi` with the codes of the field at `i`, and what they are all in."""
    problem = F.col(PROBLEM)
    # What is no object has no fields to judge.
    has_fields = problem.isNull() | (problem == F.lit("unknown_field"))
    codes: dict[str, Column] = {}
    for position, field in enumerate(schema.inputs):
        verdict = judge(field, position, cells.sources.get(field.name))
        codes[f"e{position}"] = F.when(has_fields, verdict.error)
        codes[f"w{position}"] = F.when(has_fields, verdict.warning)
    judged = [code.alias(name) for name, code in codes.items()]
    return readings(schema, cells).select("*", *judged)


def _found(cells: Cells, schema: FeatureSchema) -> Column:
    """Returns an array of what is wrong with each row; null for the many rows without fault."""
    errors = [F.col(PROBLEM), *(F.col(f"e{index}") for index in range(len(schema.inputs)))]
    warnings = [F.col(f"w{index}") for index in range(len(schema.inputs))]
    is_rejected = F.coalesce(*errors).isNotNull()
    marker = F.when(is_rejected, F.lit(_REJECTED)).otherwise(F.lit(_WARNED))
    entries = [_entry(_ROW, marker), _entry(0, errors[0], "error", F.col(SHOWN))]
    for position, field in enumerate(schema.inputs):
        error, warning = errors[position + 1], warnings[position]
        severity = F.when(error.isNotNull(), F.lit("error")).otherwise(F.lit("warning"))
        source = cells.sources.get(field.name)
        value = F.lit(None) if source is None else shown(F.col(f"c{position}"), source)
        entries.append(_entry(position + 1, F.coalesce(error, warning), severity, value))
    told = F.filter(F.array(*entries), lambda entry: entry["code"].isNotNull())
    return F.when(F.coalesce(*errors, *warnings).isNotNull(), told)


def _entry(
    index: int, code: Column, severity: Column | str = "", shown: Column | None = None
) -> Column:
    return F.struct(
        F.lit(index).alias("index"),
        (F.lit(severity) if isinstance(severity, str) else severity).alias("severity"),
        code.cast("string").alias("code"),
        (F.lit(None) if shown is None else shown).cast("string").alias("value"),
    )


def _rule_count(names: list[str], row: Row) -> RuleCount:
    index, severity, code, count, *examples = row
    distinct = dict.fromkeys(example for example in examples if example is not None)
    return RuleCount(names[index], code, severity, cast("int", count), tuple(distinct))
