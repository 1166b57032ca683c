"""Truth values, strings, days and moments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F
from pyspark.sql import types as T
from saltus_schema.types.timestamp import FIRST, LAST, PATTERN

from saltus_training.quality.reading import Reading, first_code, refused

if TYPE_CHECKING:
    from pyspark.sql import Column
    from saltus_schema.types.boolean import BooleanType
    from saltus_schema.types.date import DateType
    from saltus_schema.types.text import StringType
    from saltus_schema.types.timestamp import TimestampType

_DATE = r"^(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}\z"
_MOMENT = rf"^(?!0000)({PATTERN})\z"
_FIRST_DAY, _LAST_DAY = "0001-01-01", "9999-12-31"


def read_boolean(kind: BooleanType, column: Column, source: T.DataType) -> Reading:
    """Reads true and false."""
    if not isinstance(source, T.BooleanType):
        return refused(kind)
    return Reading.of(first_code(), column)


def read_string(kind: StringType, column: Column, source: T.DataType) -> Reading:
    """Reads strings."""
    if not isinstance(source, T.StringType):
        return refused(kind)
    return Reading.of(first_code(), column.cast("string"))


def read_date(kind: DateType, column: Column, source: T.DataType) -> Reading:
    """Reads days, and strings that the calendar has a day for."""
    match source:
        case T.DateType():
            day, code = column, first_code()
        case T.StringType():
            day = F.when(column.rlike(_DATE), column.try_cast("date"))
            code = first_code((day.isNull(), "wrong_type"))
        case _:
            return refused(kind)
    return _between(code, day, _FIRST_DAY, _LAST_DAY, "date")


def read_timestamp(kind: TimestampType, column: Column, source: T.DataType) -> Reading:
    """Reads moments, and strings of RFC 3339 with an offset."""
    match source:
        case T.TimestampType():
            moment, code = column, first_code()
        case T.StringType():
            moment = F.when(column.rlike(_MOMENT), F.upper(column).try_cast("timestamp"))
            code = first_code((moment.isNull(), "wrong_type"))
        case _:
            return refused(kind)
    return _between(code, moment, FIRST, LAST, "timestamp")


def _between(code: Column, value: Column, first: str, last: str, kind: str) -> Reading:
    inside = value.between(F.lit(first).cast(kind), F.lit(last).cast(kind))
    return Reading.of(F.coalesce(code, first_code((~inside, "out_of_range"))), value)
