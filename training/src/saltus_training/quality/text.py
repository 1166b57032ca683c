"""Truth values, strings, days and moments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import types as T
from saltus_schema.types.timestamp import FIRST, LAST, PATTERN

from saltus_training.expressions import NO_CODE, coalesce, first_code, literal
from saltus_training.quality.reading import Reading, refused

if TYPE_CHECKING:
    from saltus_schema.types.boolean import BooleanType
    from saltus_schema.types.date import DateType
    from saltus_schema.types.text import StringType
    from saltus_schema.types.timestamp import TimestampType

    from saltus_training.expressions import Sql

_DATE = literal(r"^(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}\z")
_MOMENT = literal(rf"^(?!0000)({PATTERN})\z")
_FIRST_DAY, _LAST_DAY = "0001-01-01", "9999-12-31"


def read_boolean(kind: BooleanType, column: Sql, source: T.DataType) -> Reading:
    """Reads true and false."""
    return Reading.of(NO_CODE, column) if isinstance(source, T.BooleanType) else refused(kind)


def read_string(kind: StringType, column: Sql, source: T.DataType) -> Reading:
    """Reads strings."""
    if not isinstance(source, T.StringType):
        return refused(kind)
    return Reading.of(NO_CODE, f"cast({column} as string)")


def read_date(kind: DateType, column: Sql, source: T.DataType) -> Reading:
    """Reads days, and strings that the calendar has a day for."""
    match source:
        case T.DateType():
            day, code = column, NO_CODE
        case T.StringType():
            day = f"if({column} rlike {_DATE}, try_cast({column} as date), null)"
            code = first_code((f"{day} is null", "wrong_type"))
        case _:
            return refused(kind)
    return _between(code, day, _FIRST_DAY, _LAST_DAY, "date")


def read_timestamp(kind: TimestampType, column: Sql, source: T.DataType) -> Reading:
    """Reads moments, and strings of RFC 3339 with an offset."""
    match source:
        case T.TimestampType():
            moment, code = column, NO_CODE
        case T.StringType():
            upper = f"try_cast(upper({column}) as timestamp_ltz)"
            moment = f"if({column} rlike {_MOMENT}, {upper}, null)"
            code = first_code((f"{moment} is null", "wrong_type"))
        case _:
            return refused(kind)
    return _between(code, moment, FIRST, LAST, "timestamp_ltz")


def _between(code: Sql, value: Sql, first: str, last: str, kind: str) -> Reading:
    low, high = (f"cast('{end}' as {kind})" for end in (first, last))
    outside = first_code((f"{value} < {low} or {value} > {high}", "out_of_range"))
    return Reading.of(coalesce(code, outside), value)
