"""Look at every column of a table once, in one pass, and decide what is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyspark.sql import functions as F
from pyspark.sql import types as T

from saltus_training.fit.plan import FitError, FitTask, Plan
from saltus_training.spark_types import quoted

if TYPE_CHECKING:
    from collections.abc import Collection

    from pyspark.sql import Column, DataFrame

# More categories than this, and the mean label of each says more than a column for each.
FEW = 60
MOST_CLASSES = 50
# A whole number with so few values is a class; with more it is an amount.
_CLASSES_OF_NUMBERS = 10
_FEWEST_ROWS = 50
# A text with a value of its own in most rows is a name, a number or prose.
_OWN_VALUE = 0.5
# How many values are different is an estimate.
_COUNTING = 0.95
_SAME = 0.999
_LINEAR = 0.99999
_TAKEN = {"features", "prediction", "probability", "rawPrediction", "row_key"}


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one pass found in a column."""

    present: int
    distinct: int
    pairs: int
    same: int
    correlation: float
    span: float | None


def make_plan(
    frame: DataFrame,
    source: str,
    label: str,
    task: FitTask | None = None,
    keep: Collection[str] = (),
) -> Plan:
    """Decides what a model of a table reads, and what it predicts.

    Args:
        frame: The rows, typed.
        source: What they were read from.
        label: The column to predict.
        task: The kind of model; told from the label if `None`.
        keep: Columns to read although they look like a copy of the label.

    Returns:
        The choices, with a reason for every column that is left out.

    Raises:
        FitError: There is no such label, it cannot be predicted, or nothing is left to read.
    """
    if label not in frame.columns:
        raise FitError(source, f"no column `{label}`; it has {', '.join(frame.columns)}")
    if "`" in label:
        raise FitError(source, f"label `{label}` has a backtick in its name; rename it")
    for name in keep:
        if name not in frame.columns:
            raise FitError(source, f"no column `{name}` to keep")
    known = frame.where(F.isnotnull(quoted(label)))
    fields = [field for field in frame.schema if field.name != label]
    seen, target, rows = _look(known, fields, frame.schema[label])
    if rows < _FEWEST_ROWS:
        raise FitError(
            source, f"{rows} rows with a label are too few; give at least {_FEWEST_ROWS}"
        )
    chosen = task or _task(source, frame.schema[label], target.distinct)
    labels = _labels(known, source, frame.schema[label], chosen)
    left_out: dict[str, str] = {}
    roles: dict[str, list[str]] = {"numbers": [], "categories": [], "many": []}
    for field in fields:
        found = seen[field.name]
        leak = None if field.name in keep else _leak(found, chosen, len(labels), rows, label)
        reason = _unusable(field, found, rows) or leak
        if reason:
            left_out[field.name] = reason
        else:
            roles[_role(field, found, chosen)].append(field.name)
    if not any(roles.values()):
        reasons = "; ".join(f"`{name}` {reason}" for name, reason in left_out.items())
        raise FitError(source, f"no column is left to learn from: {reasons or 'only the label'}")
    return Plan(
        source=source,
        label=label,
        task=chosen,
        label_type=repr(frame.schema[label].dataType),
        labels=labels,
        numbers=tuple(roles["numbers"]),
        categories=tuple(roles["categories"]),
        many=tuple(roles["many"]),
        gaps=frozenset(name for name, found in seen.items() if found.present < rows),
        left_out=left_out,
        unlabelled=frame.where(F.isnull(quoted(label))).count(),
    )


def _look(
    known: DataFrame, fields: list[T.StructField], label: T.StructField
) -> tuple[dict[str, _Seen], _Seen, int]:
    truth = F.col(quoted(label.name))
    aggregates = [F.count(F.lit(1)).alias("rows")]
    for index, field in enumerate([*fields, label]):
        value = F.col(quoted(field.name))
        both_numbers = all(isinstance(each.dataType, T.NumericType) for each in (field, label))
        # Not `corr`, which divides by zero where a column is constant.
        spread = F.stddev_pop(value) * F.stddev_pop(truth)
        shared = F.when(spread > F.lit(0), F.try_divide(F.covar_pop(value, truth), spread))
        whole = isinstance(field.dataType, T.IntegralType)
        span = F.max(value).cast("double") - F.min(value) if whole else F.lit(None)
        correlation: Column = shared if both_numbers else F.lit(0.0)
        aggregates += [
            F.count(value).alias(f"{index}.present"),
            F.approx_count_distinct(value, 0.01).alias(f"{index}.distinct"),
            F.approx_count_distinct(F.struct(value, truth), 0.01).alias(f"{index}.pairs"),
            F.count_if(value.cast("string") == truth.cast("string")).alias(f"{index}.same"),
            correlation.alias(f"{index}.correlation"),
            span.alias(f"{index}.span"),
        ]
    (row,) = known.agg(*aggregates).collect()
    found = row.asDict()
    seen = {
        field.name: _Seen(
            present=found[f"{index}.present"],
            distinct=found[f"{index}.distinct"],
            pairs=found[f"{index}.pairs"],
            same=found[f"{index}.same"],
            correlation=found[f"{index}.correlation"] or 0.0,
            span=found[f"{index}.span"],
        )
        for index, field in enumerate([*fields, label])
    }
    return seen, seen[label.name], found["rows"]


def _task(source: str, label: T.StructField, distinct: int) -> FitTask:
    kind = label.dataType
    if isinstance(kind, T.DateType | T.TimestampType):
        raise FitError(source, f"label `{label.name}` is a date; name a number or a class")
    if isinstance(kind, T.StringType | T.BooleanType):
        return "binary_classification" if distinct <= 2 else "multiclass_classification"
    if distinct <= 2:
        return "binary_classification"
    if isinstance(kind, T.IntegralType) and distinct <= _CLASSES_OF_NUMBERS:
        return "multiclass_classification"
    return "regression"


def _labels(known: DataFrame, source: str, label: T.StructField, task: FitTask) -> tuple[str, ...]:
    name = label.name
    if task == "regression":
        if not isinstance(label.dataType, T.NumericType):
            raise FitError(source, f"label `{name}` is no number, as a regression needs")
        return ()
    value = F.col(quoted(name))
    found = known.select(value).distinct().orderBy(value).limit(MOST_CLASSES + 1)
    values = [row[0] for row in found.select(F.col(quoted(name)).cast("string")).collect()]
    if len(values) < 2:
        raise FitError(source, f"label `{name}` has one value only: there is nothing to learn")
    if len(values) > MOST_CLASSES:
        raise FitError(
            source, f"label `{name}` has more than {MOST_CLASSES} classes; group some of them"
        )
    if task == "binary_classification" and len(values) > 2:
        raise FitError(source, f"label `{name}` has {len(values)} values; choose another task")
    return tuple(values)


def _unusable(field: T.StructField, found: _Seen, rows: int) -> str | None:
    kind = field.dataType
    text = isinstance(kind, T.StringType | T.BooleanType)
    reasons = {
        "is empty": found.present == 0,
        "counts the rows": found.span == rows - 1 and found.distinct > _COUNTING * rows,
        "is constant": found.distinct <= 1 and found.present == rows,
        "has one value only, where it has any": found.distinct <= 1 and not text,
        "has a name that Spark's stages cannot read; rename it": "." in field.name
        or "`" in field.name
        or field.name in _TAKEN,
        "is a date; derive numbers from it, such as the month or an age": isinstance(
            kind, T.DateType | T.TimestampType
        ),
        f"is {kind.simpleString()}, which is neither number nor category": not isinstance(
            kind, T.NumericType | T.StringType | T.BooleanType
        ),
        "has a value of its own in most rows, as a name or prose has": isinstance(
            kind, T.StringType
        )
        and found.distinct > _OWN_VALUE * found.present,
    }
    return next((reason for reason, applies in reasons.items() if applies), None)


def _leak(found: _Seen, task: FitTask, classes: int, rows: int, label: str) -> str | None:
    """Why a column looks like the label in other words."""
    told = "leaks it; keep it with --keep if it is known before"
    if found.same >= _SAME * rows:
        return f"is a copy of `{label}`: {told}"
    if task == "regression":
        return (
            f"is `{label}` on another scale: {told}" if abs(found.correlation) > _LINEAR else None
        )
    # Each of its values goes with one class, although it has far fewer values than rows.
    tells = found.pairs == found.distinct and found.present == rows
    if tells and classes <= found.distinct <= FEW and found.distinct * 10 <= rows:
        return f"says `{label}` in every row: {told}"
    return None


def _role(field: T.StructField, found: _Seen, task: FitTask) -> str:
    if isinstance(field.dataType, T.NumericType):
        return "numbers"
    # A mean label needs a label that has one.
    return "categories" if found.distinct <= FEW or task.startswith("multi") else "many"
