"""Expressions that follow the session's time zone, where its clocks change."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sql_expressions.times import moment

SCHEMA = "w timestamp, d date, s string, n int"

EXPRESSIONS = (
    "hour(w) | minute(w) | second(w) | year(w) | dayofweek(w) | CAST(w AS string)"
    " | CAST(w AS date) | CAST(d AS timestamp) | CAST(d AS timestamp) = w | d = w | d < w"
    " | to_timestamp(s) | hour(to_timestamp(s)) | CAST(CAST(w AS string) AS timestamp)"
    " | datediff(w, d) | date_add(w, n) | w > timestamp '2024-03-31 02:30:00'"
    " | CAST(w AS bigint) | CAST(s AS date) | GREATEST(w, d)"
)

#: Moments in UTC around a change of clocks, days, and texts of what clocks skip or show twice.
ZONES: dict[str, tuple[list[str], list[dt.date], list[str]]] = {
    "Europe/Berlin": (
        ["2024-03-31T00:59:59.999999", "2024-03-31T01:00:00", "2024-10-27T00:30:00"],
        [dt.date(2024, 3, 31), dt.date(2024, 10, 27), dt.date(1945, 5, 24)],
        ["2024-03-31 02:30:00.5", "2024-10-27 02:30", "2024-10-27T02:30:00+01:00"],
    ),
    "America/New_York": (
        ["2024-03-10T07:00:00", "2024-11-03T05:30:00", "2024-11-03T06:30:00"],
        [dt.date(2024, 3, 10), dt.date(2024, 11, 3), dt.date(1883, 11, 18)],
        ["2024-03-10 02:15:00", "2024-11-03 01:15:00", "2024-11-03 01:15:00Z"],
    ),
    "America/Sao_Paulo": (
        ["2018-11-04T02:59:59", "2018-11-04T03:00:00", "2018-02-18T02:30:00"],
        [dt.date(2018, 11, 4), dt.date(2018, 2, 18), dt.date(2019, 11, 3)],
        ["2018-11-04", "2018-11-04 00:30:00", "2018-02-17 23:30:00"],
    ),
    "America/Toronto": (
        ["1919-03-31T04:29:59", "1919-03-31T04:30:00", "1919-10-26T04:15:00"],
        [dt.date(1919, 3, 31), dt.date(1919, 3, 30), dt.date(2050, 7, 1)],
        ["1919-03-31 00:10:00", "1919-03-30 23:40:00", "1919-03-31"],
    ),
    "Australia/Lord_Howe": (
        ["2024-04-06T14:45:00", "2024-04-06T15:15:00", "2024-10-05T15:30:00"],
        [dt.date(2024, 4, 7), dt.date(2024, 10, 6), dt.date(9999, 12, 31)],
        ["2024-04-07 01:45:00", "2024-10-06 02:10:00", "9999-12-31 23:59:59"],
    ),
    "Pacific/Apia": (
        ["2011-12-30T09:59:59", "2011-12-30T10:00:00", "1892-07-05T12:00:00"],
        [dt.date(2011, 12, 30), dt.date(2011, 12, 29), dt.date(2011, 12, 31)],
        ["2011-12-30 12:00:00", "2011-12-30", "2011-12-31 00:00:00"],
    ),
}

#: In each of the zones.
_EVERYWHERE = [
    (moment("1850-06-01T12:00:00"), dt.date(1850, 6, 1), "1850-06-01 00:00:00", 1),
    (moment("9999-07-01T00:00:00"), dt.date(5, 1, 1), "0005-01-01 00:00:00", -1),
    (moment("1969-12-31T23:59:59.999999"), dt.date(1970, 1, 1), "1970-1-1", 366),
    (moment("2500-07-01T12:00:00"), dt.date(2500, 1, 1), "2500-07-01 00:00:00", 0),
    (None, None, None, None),
]


def rows(zone: str) -> list[tuple[Any, ...]]:
    """Rows of SCHEMA."""
    moments, days, texts = ZONES[zone]
    changes = zip(map(moment, moments), days, texts, range(3), strict=True)
    return [*changes, *_EVERYWHERE]
