"""Expressions of dates and timestamps."""

from __future__ import annotations

import datetime as dt
from typing import Any

SCHEMA = "d date, e date, w timestamp, n int, s string"


def moment(text: str) -> dt.datetime:
    """A time, by ISO 8601."""
    return dt.datetime.fromisoformat(text)


ROWS: list[tuple[Any, ...]] = [
    (
        dt.date(2024, 2, 29),
        dt.date(2023, 12, 31),
        moment("2024-02-29T13:14:15.123456"),
        1,
        "2024-3-1",
    ),
    (
        dt.date(1970, 1, 1),
        dt.date(1969, 12, 31),
        moment("1969-12-31T23:59:59.999999"),
        -1,
        "1970-01-01",
    ),
    (None, None, None, None, None),
    (dt.date(2021, 1, 3), dt.date(2020, 12, 28), moment("2021-01-03T00:00:00"), 400, " 2021 "),
    (dt.date(1582, 10, 15), dt.date(1900, 2, 28), moment("1900-01-01T12:30:00.5"), 0, "1900-02"),
    (
        dt.date(9999, 12, 31),
        dt.date(5, 1, 1),
        moment("2038-01-19T03:14:08"),
        800,
        "2024-02-29T01:02",
    ),
]
BAD: list[tuple[Any, ...]] = [
    (dt.date(2024, 1, 1), None, moment("2024-01-01T00:00:00"), 1, "2023-02-29"),
    (dt.date(2024, 1, 1), None, moment("2024-01-01T00:00:00"), 1, "yesterday"),
    (dt.date(2024, 1, 1), None, moment("2024-01-01T00:00:00"), 1, ""),
]
SAFE = {
    "date_parts": "year(d) | quarter(d) | month(d) | day(d) | dayofmonth(e) | dayofweek(d)"
    " | weekday(d) | dayofyear(d) | weekofyear(d) | weekofyear(e) | extract(YEAR FROM d)"
    " | extract(DOY FROM e)",
    "time_parts": "hour(w) | minute(w) | second(w) | year(w) | dayofweek(w) | extract(HOUR FROM w)"
    " | hour(d)",
    "date_arithmetic": "date_add(e, n) | date_sub(d, 3) | datediff(d, e) | date_diff(w, e)"
    " | e + 1 | d - n",
    "compare_times": "d > e | d = w | w >= e | d BETWEEN e AND date '2024-12-31' | d <=> null"
    " | w > timestamp '2000-01-01 00:00:00' | d IN (date '1970-01-01')",
    "times_to_others": "CAST(d AS string) | CAST(w AS string) | CAST(w AS date)"
    " | CAST(d AS timestamp) | CAST(w AS bigint) | CAST(w AS double) | to_date(w)",
    "choose_times": "COALESCE(d, date '2000-01-01') | IF(n > 0, d, e) | GREATEST(d, e)"
    " | LEAST(w, d)",
    "texts_to_dates": "to_date(s) | CAST(s AS date) | year(s) | datediff(d, s) | d > s",
    "texts_to_timestamps": "to_timestamp(s) | hour(s) | CAST(s AS timestamp)",
}
RAISING = {"bad_dates": "CAST(s AS date)", "bad_timestamps": "to_timestamp(s)"}
