"""Texts as values of a declared type, strictly: what does not fit is told, never made null."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import types as T
from saltus_schema.missing import MISSING_TEXTS

from saltus_training.expressions import literal
from saltus_training.spark_types import quoted

if TYPE_CHECKING:
    from saltus_training.expressions import Sql

_INTEGER = literal(r"^[+-]?[0-9]+(\.0*)?$")
_FRACTION = literal(r"\.0*$")
_NUMBER = literal(r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$")
_DATE = literal(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
_TIMESTAMP = literal(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}")
_LONGEST = 80


def is_text_type(kind: T.DataType) -> bool:
    """Whether texts can stand for values of a type."""
    return isinstance(
        kind,
        T.StringType | T.BooleanType | T.NumericType | T.DateType | T.TimestampType,
    )


def is_missing(text: Sql, kind: T.DataType) -> Sql:
    """Whether a text stands for no value of a type."""
    if isinstance(kind, T.StringType):
        return f"{text} is null"
    return f"({text} is null or {is_placeholder(text)})"


def is_placeholder(text: Sql) -> Sql:
    """Whether a text is one of those that stand for a missing number."""
    return f"lower(trim({text})) in ({', '.join(map(literal, MISSING_TEXTS))})"


def parse(text: Sql, kind: T.DataType) -> Sql:
    """The value that a text stands for; null where it stands for none of this type.

    Args:
        text: A string.
        kind: boolean, a number, string, date or timestamp.
    """
    trimmed, name = f"trim({text})", kind.simpleString()
    match kind:
        case T.StringType():
            return text
        case T.BooleanType():
            return f"case lower({trimmed}) when 'true' then true when 'false' then false end"
        case T.IntegralType():
            pattern, value = _INTEGER, f"regexp_replace({trimmed}, {_FRACTION}, '')"
        case T.NumericType():
            pattern, value = _NUMBER, trimmed
        case T.DateType():
            pattern, value = _DATE, trimmed
        case _:
            # Which of two types `timestamp` is depends on the session.
            pattern, value, name = _TIMESTAMP, trimmed, "timestamp_ltz"
    return f"if({trimmed} rlike {pattern}, try_cast({value} as {name}), null)"


def objection(field: T.StructField, text: Sql) -> Sql:
    """Why a text cannot be in a column; null if it can."""
    missing = is_missing(text, field.dataType)
    place = f"column {quoted(field.name)}: "
    end = literal(f'" is no {field.dataType.simpleString()}')
    start = literal(f'{place}"')
    wrong = f"concat({start}, substring({text}, 1, {_LONGEST}), {end})"
    empty = "null" if field.nullable else literal(f"{place}empty")
    unreadable = f"{parse(text, field.dataType)} is null"
    return f"case when {missing} then {empty} when {unreadable} then {wrong} end"
