"""Where Spark gave NaN or infinity, the replay says so: whoever serves the bundle wants to know."""

from __future__ import annotations

import saltus_runtime as sr
from saltus_testing import flights
from saltus_testing.bad_bundles import seldom_a_number


def test_rows_and_columns_that_are_no_numbers_are_named() -> None:
    verification = sr.verify(sr.load(seldom_a_number("extreme")))

    assert ("golden", 1) == (verification.status, verification.rows)
    assert [(0, "probability"), (0, "rawPrediction")] == sorted(verification.not_finite)


def test_where_all_are_numbers_there_is_nothing_to_name() -> None:
    members = flights.flights()
    without = flights.without(members, "notes/golden_rows.json")

    for each in (members, without):
        assert [] == sr.verify(sr.load(flights.zipped(each))).not_finite
