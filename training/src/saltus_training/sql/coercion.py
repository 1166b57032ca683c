"""Casts that Spark's analyzer adds by itself, and those that a statement writes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from saltus_training.columns import is_decimal
from saltus_training.sql.expression import Expression, call, literal, null
from saltus_training.sql.types import (
    FLOATING,
    INTEGRAL,
    VOID,
    as_decimal,
    is_numeric,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_RANGES = {"byte": 8, "short": 16, "int": 32, "long": 64}
_EXACT_IN_DOUBLE = 1 << 53


def fits(value: int, type_: str) -> bool:
    """Whether an integer type has the value."""
    limit = 1 << (_RANGES[type_] - 1)
    return -limit <= value < limit


def cast(expression: Expression, type_: str, *, attempt: bool = False) -> Expression:
    """Returns the expression as another type; with `attempt` it is null where that fails."""
    if expression.type == type_:
        return replace(expression, column=None) if expression.column else expression
    if expression.type == VOID:
        return null(type_)
    if folded := _folded(expression, type_):
        return folded
    nullable = attempt or expression.nullable or _may_fail(expression.type, type_)
    name = "try_cast" if attempt else "cast"
    return call(name, type_, [expression], nullable=nullable)


def _folded(expression: Expression, type_: str) -> Expression | None:
    """Returns the literal that a cast of a literal gives, where it is plain to see."""
    value = expression.integer
    if value is None:
        # Both round the digits to the nearest double.
        wanted = expression.is_literal and is_decimal(expression.type) and type_ == "double"
        return literal("double", float(expression.form["literal"])) if wanted else None
    if type_ in INTEGRAL and fits(value, type_):
        return literal(type_, value)
    if type_ == "double" and abs(value) < _EXACT_IN_DOUBLE:
        return literal("double", float(value))
    target = as_decimal(type_)
    if target is not None and is_decimal(type_) and len(str(abs(value))) <= target.whole:
        return literal(type_, str(value))
    return None


def _may_fail(from_: str, to: str) -> bool:
    if from_ == "string":
        return to != "string"
    if from_ in FLOATING:
        return is_decimal(to) or to in INTEGRAL
    source, target = as_decimal(from_), as_decimal(to)
    if source is None or target is None or not is_numeric(from_):
        return False
    return source.whole > target.whole


def can_cast(from_: str, to: str) -> bool:
    """Whether the runtime casts one type to another."""
    if from_ in {to, "string"} or to == "string":
        return True
    numbers = is_numeric(from_) or from_ == "boolean"
    if numbers and (is_numeric(to) or to == "boolean"):
        return True
    times = {("date", "timestamp"), ("timestamp", "date"), ("timestamp", "long")}
    return (from_, to) in times or (from_ == "timestamp" and to in FLOATING)


def any_nullable(expressions: Sequence[Expression]) -> bool:
    """Whether one of them may be null."""
    return any(expression.nullable for expression in expressions)
