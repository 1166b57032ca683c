"""Texts as values of a declared type, strictly: what does not fit is told, never made null."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F
from pyspark.sql import types as T

from saltus_training.spark_types import quoted

if TYPE_CHECKING:
    from pyspark.sql import Column

# What stands for a missing number, date or truth value; in a text it is a text.
MISSING = ("", "na", "n/a", "nan", "null", "none", "?")

_INTEGER = r"^[+-]?[0-9]+(\.0*)?$"
_NUMBER = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$"
_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_TIMESTAMP = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}"


def is_missing(text: Column, kind: T.DataType) -> Column:
    """Whether a text stands for no value of a type."""
    if isinstance(kind, T.StringType):
        return F.isnull(text)
    return F.isnull(text) | F.lower(F.trim(text)).isin(*MISSING)


def parse(text: Column, kind: T.DataType) -> Column:
    """The value that a text stands for; null where it stands for none of this type.

    Args:
        text: A string column.
        kind: boolean, a number, string, date or timestamp.
    """
    trimmed = F.trim(text)
    if isinstance(kind, T.StringType):
        return text
    if isinstance(kind, T.IntegralType):
        whole = F.regexp_replace(trimmed, r"\.0*$", "")
        return F.when(trimmed.rlike(_INTEGER), whole.try_cast(kind))
    if isinstance(kind, T.NumericType):
        return F.when(trimmed.rlike(_NUMBER), trimmed.try_cast(kind))
    if isinstance(kind, T.BooleanType):
        lowered = F.lower(trimmed)
        return F.when(lowered.isin("true", "false"), lowered == F.lit("true"))
    pattern = _DATE if isinstance(kind, T.DateType) else _TIMESTAMP
    return F.when(trimmed.rlike(pattern), trimmed.try_cast(kind))


def objection(field: T.StructField, text: Column) -> Column:
    """Why a text cannot be in a column; null if it can."""
    missing = is_missing(text, field.dataType)
    wrong = F.concat(
        F.lit(f"column {quoted(field.name)}: "),
        F.lit('"'),
        F.substring(text, 1, 80),
        F.lit(f'" is no {field.dataType.simpleString()}'),
    )
    unreadable = ~missing & F.isnull(parse(text, field.dataType))
    found = F.when(unreadable, wrong)
    if not field.nullable:
        found = F.when(missing, F.lit(f"column {quoted(field.name)}: empty")).otherwise(found)
    return found
