"""Late flights: what the model is told, and that none of it comes from the future."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import pytest
from pyspark.sql import Column
from pyspark.sql import functions as F
from saltus_training.inputs import count_missing, input_struct
from saltus_training.recipes.flights_late import BOUNDARY, RECIPE, SCHEMA, features

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

pytestmark = pytest.mark.spark

FLIGHT_COLUMNS = (
    "time_hour string, year long, month long, day long, hour long, minute long, carrier string, "
    "flight long, tailnum string, origin string, dest string, distance long, "
    "dep_delay double, arr_delay double"
)
WEATHER_COLUMNS = (
    "origin string, time_hour string, temp double, dewp double, humid double, wind_dir double, "
    "wind_speed double, wind_gust double, precip double, pressure double, visib double"
)
PLANE_COLUMNS = (
    "tailnum string, year double, engines long, seats long, engine string, manufacturer string"
)
# Departs at 17:13 on a Thursday, in New York's summer.
FLIGHT = {
    "time_hour": "2013-07-04T21:00:00Z",
    "year": 2013,
    "month": 7,
    "day": 4,
    "hour": 17,
    "minute": 13,
    "carrier": "UA",
    "flight": 355,
    "tailnum": "N441UA",
    "origin": "EWR",
    "dest": "PHX",
    "distance": 2133,
    "dep_delay": 0.0,
    "arr_delay": 0.0,
}
WEATHER = {
    "origin": "EWR",
    "time_hour": "2013-07-04T20:00:00Z",
    "temp": 87.98,
    "dewp": 71.06,
    "humid": 57.39,
    "wind_dir": 220.0,
    "wind_speed": 15.0,
    "wind_gust": 22.0,
    "precip": 0.0,
    "pressure": 1021.4,
    "visib": 10.0,
}
PLANE = {
    "tailnum": "N441UA",
    "year": 1997.0,
    "engines": 2,
    "seats": 200,
    "engine": "Turbo-fan",
    "manufacturer": "AIRBUS INDUSTRIE",
}
HOUR_BEFORE = {"time_hour": "2013-07-04T20:00:00Z", "hour": 16}

Row = dict[str, Any]


def table(spark: SparkSession, columns: str, *rows: Row) -> DataFrame:
    return spark.createDataFrame([tuple(row.values()) for row in rows], columns)


def flights(spark: SparkSession, *changes: Row) -> DataFrame:
    rows = [{**FLIGHT, **change} for change in changes]
    return features.clean_flights(table(spark, FLIGHT_COLUMNS, *rows))


def rows_of(frame: DataFrame) -> list[Row]:
    return [row.asDict() for row in frame.collect()]


def test_the_timetable_is_local_and_monday_is_1(spark: SparkSession) -> None:
    [row] = rows_of(flights(spark, {}))

    assert (4, 17, 13) == (row["day_of_week"], row["dep_hour"], row["dep_minute"])


def test_late_is_15_minutes_or_more(spark: SparkSession) -> None:
    frame = flights(spark, {"arr_delay": 14.0}, {"arr_delay": 15.0}, {"arr_delay": -20.0})

    labelled = features.with_label(frame).select("arr_delay", "late").collect()

    assert {14.0: 0.0, 15.0: 1.0, -20.0: 0.0} == {row[0]: row[1] for row in labelled}


def test_a_flight_that_did_not_arrive_is_dropped(spark: SparkSession) -> None:
    assert [] == rows_of(features.with_label(flights(spark, {"arr_delay": None})))


def test_the_weather_is_that_of_the_hour_before(spark: SparkSession) -> None:
    own_hour = {**WEATHER, "time_hour": FLIGHT["time_hour"], "temp": -1.0}
    weather = features.clean_weather(table(spark, WEATHER_COLUMNS, WEATHER, own_hour))

    [row] = rows_of(features.with_weather(flights(spark, {}), weather))

    assert (87.98, 220) == (row["temp"], row["wind_dir"])


def test_a_gap_in_the_weather_stays_a_gap(spark: SparkSession) -> None:
    elsewhere = {**WEATHER, "origin": "JFK"}
    weather = features.clean_weather(table(spark, WEATHER_COLUMNS, elsewhere))

    [row] = rows_of(features.with_weather(flights(spark, {}), weather))

    assert row["temp"] is None


def test_a_wind_that_cannot_be_is_missing(spark: SparkSession) -> None:
    broken = {**WEATHER, "wind_speed": 1048.36058}

    [row] = rows_of(features.clean_weather(table(spark, WEATHER_COLUMNS, broken)))

    assert row["wind_speed"] is None
    assert 22.0 == row["wind_gust"]


def test_an_aircraft_ages_and_may_be_unknown(spark: SparkSession) -> None:
    planes = features.clean_planes(table(spark, PLANE_COLUMNS, PLANE))
    frame = flights(spark, {}, {"tailnum": "N0"}, {"tailnum": None})

    rows = rows_of(features.with_aircraft(frame, planes))

    assert {"N441UA": 16, "N0": None, None: None} == {r["tailnum"]: r["plane_age"] for r in rows}


def test_the_timetable_counts_flights_that_were_cancelled(spark: SparkSession) -> None:
    cancelled = {"dep_delay": None, "arr_delay": None}

    [row] = rows_of(features.planned_traffic(flights(spark, {}, cancelled)))

    assert 2 == row["scheduled_departures"]


def recent(spark: SparkSession, *others: Row) -> Row:
    """What the flight of 17:13 is told of these."""
    frame = flights(spark, {}, *others)
    asked = frame.where(F.col("flight") == F.lit(FLIGHT["flight"]))
    joined = features.with_traffic(
        asked, features.planned_traffic(frame), features.recent_traffic(frame)
    )
    [row] = rows_of(joined.select("recent_departures", "recent_delay"))
    return row


def test_recent_departures_are_those_of_the_hour_before(spark: SparkSession) -> None:
    others = [
        {"flight": 1, **HOUR_BEFORE, "minute": 10, "dep_delay": -5.0},
        {"flight": 2, **HOUR_BEFORE, "minute": 50, "dep_delay": 9.0},
        # Planned for that hour, but left at 17:05: at 17:00 nobody knew.
        {"flight": 3, **HOUR_BEFORE, "minute": 50, "dep_delay": 15.0},
        # Planned for 15:30, left at 16:10.
        {"flight": 4, "time_hour": "2013-07-04T19:00:00Z", "minute": 30, "dep_delay": 40.0},
        # Another airport.
        {"flight": 5, **HOUR_BEFORE, "origin": "LGA", "dep_delay": 500.0},
        {"flight": 6, **HOUR_BEFORE, "dep_delay": None},
    ]

    assert {"recent_departures": 3, "recent_delay": pytest.approx(44 / 3)} == recent(spark, *others)


def test_nothing_left_in_the_hour_before(spark: SparkSession) -> None:
    assert {"recent_departures": 0, "recent_delay": None} == recent(spark)


def test_a_flight_that_leaves_early_is_not_told_of_itself(spark: SparkSession) -> None:
    frame = flights(spark, {"dep_delay": -20.0})
    joined = features.with_traffic(
        frame, features.planned_traffic(frame), features.recent_traffic(frame)
    )

    assert [0] == [row["recent_departures"] for row in rows_of(joined)]


@pytest.fixture(name="rows", scope="module")
def _rows(spark: SparkSession) -> DataFrame:
    return RECIPE.load(spark, 1.0).persist()


def test_rows_have_the_types_of_the_schema(rows: DataFrame) -> None:
    inputs = [(field.name, field.dataType) for field in input_struct(SCHEMA)]

    assert inputs == [(field.name, field.dataType) for field in rows.schema[: len(inputs)]]
    assert ["late", "time_hour", "row_key"] == rows.columns[len(inputs) :]


def test_real_gaps_are_kept(rows: DataFrame) -> None:
    missing = count_missing(rows, SCHEMA)

    assert {"wind_gust", "pressure", "plane_age", "manufacturer", "recent_delay"} <= set(missing)
    assert missing["plane_age"] > missing["seats"]


def test_rows_are_within_the_limits_of_the_schema(rows: DataFrame) -> None:
    limits = [
        F.count_if((F.col(field.name) < field.minimum) | (F.col(field.name) > upper)).alias(
            field.name
        )
        for field in SCHEMA.inputs
        if field.minimum is not None
        for upper in [float("inf") if field.maximum is None else field.maximum]
    ]

    outside = rows.select(*limits).collect()[0].asDict()

    assert dict.fromkeys(outside, 0) == outside


@pytest.mark.parametrize("name", ["carrier", "origin"])
def test_rows_have_no_other_categories_than_the_schema(rows: DataFrame, name: str) -> None:
    [known] = [field.categories for field in SCHEMA.inputs if field.name == name]

    assert set(known or ()) >= {row[0] for row in rows.select(name).distinct().collect()}


def test_later_flights_are_evaluated(rows: DataFrame) -> None:
    split = RECIPE.split(rows)

    [last] = split.train.select(F.max("time_hour").cast("long")).collect()[0]
    [first] = split.test.select(F.min("time_hour").cast("long")).collect()[0]

    assert last < BOUNDARY.timestamp() <= first
    assert rows.count() == split.train.count() + split.test.count()


def test_the_example_is_a_real_flight(rows: DataFrame) -> None:
    example = SCHEMA.example_row()
    same = [F.col(name) == F.lit(value) for name, value in example.items()]

    assert 1 == rows.where(reduce(Column.__and__, same)).count()


def test_no_flight_that_arrived_is_lost(rows: DataFrame) -> None:
    """The joins neither drop nor repeat a row: 9,430 of 336,776 flights did not arrive."""
    assert 336_776 - 9_430 == rows.count() == rows.select("row_key").distinct().count()
