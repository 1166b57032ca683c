"""From the published tables to what is known about a flight before it leaves, all in Spark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from saltus_training.recipes.flights_late.schema import MAX_WIND

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

LABEL = "late"
LATE_MINUTES = 15


def clean_flights(raw: DataFrame) -> DataFrame:
    """Type the timetable and what became of it.

    `time_hour` is the hour of the scheduled departure in UTC; hour, minute and day are local.
    """
    day = F.make_date("year", "month", "day")
    left_at = F.to_timestamp("time_hour") + F.make_dt_interval(
        mins=(F.col("minute") + F.col("dep_delay")).cast("int")
    )
    return raw.select(
        F.to_timestamp("time_hour").alias("time_hour"),
        "carrier",
        F.col("flight").cast("int").alias("flight"),
        "tailnum",
        "origin",
        "dest",
        F.col("year").cast("int").alias("year"),
        (F.weekday(day) + F.lit(1)).alias("day_of_week"),
        F.col("hour").cast("int").alias("dep_hour"),
        F.col("minute").cast("int").alias("dep_minute"),
        F.col("distance").cast("int").alias("distance"),
        F.date_trunc("hour", left_at).alias("left_in_hour"),
        "dep_delay",
        "arr_delay",
    )


def clean_weather(raw: DataFrame) -> DataFrame:
    """Type the readings and put them beside the departures of the following hour."""
    return raw.select(
        "origin",
        _next_hour(F.to_timestamp("time_hour")).alias("time_hour"),
        *("temp", "dewp", "humid", "precip", "pressure", "visib"),
        F.col("wind_dir").cast("int").alias("wind_dir"),
        # One reading is 1,048 mph: an instrument that fails must not move the mean.
        *(_up_to(column, MAX_WIND) for column in ("wind_speed", "wind_gust")),
    )


def clean_planes(raw: DataFrame) -> DataFrame:
    """Type the register of aircraft and give its columns names that can be joined."""
    return raw.select(
        "tailnum",
        F.col("year").cast("int").alias("built"),
        F.col("engines").cast("int").alias("engines"),
        F.col("seats").cast("int").alias("seats"),
        F.col("engine").alias("engine_type"),
        "manufacturer",
    )


def with_label(flights: DataFrame) -> DataFrame:
    """Keep flights that arrived and say which of them were late.

    One that was cancelled or diverted has no delay on arrival: that is another question.
    """
    is_late = F.col("arr_delay") >= F.lit(LATE_MINUTES)
    return flights.where(F.col("arr_delay").isNotNull()).withColumn(LABEL, is_late.cast("double"))


def planned_traffic(flights: DataFrame) -> DataFrame:
    """How many departures the timetable has, by airport and hour."""
    return flights.groupBy("origin", "time_hour").agg(
        F.count(F.lit(1)).cast("int").alias("scheduled_departures")
    )


def recent_traffic(flights: DataFrame) -> DataFrame:
    """What left an airport, and how late, beside the departures of the following hour.

    Whatever left before the hour that it was planned for is not counted: a flight that leaves
    early would be in the past of its own.
    """
    in_its_hour_or_later = F.col("left_in_hour") >= F.col("time_hour")
    return (
        flights.where(in_its_hour_or_later)
        .groupBy("origin", _next_hour(F.col("left_in_hour")).alias("time_hour"))
        .agg(
            F.count(F.lit(1)).cast("int").alias("recent_departures"),
            F.avg("dep_delay").alias("recent_delay"),
        )
    )


def with_traffic(flights: DataFrame, planned: DataFrame, recent: DataFrame) -> DataFrame:
    """Add what the airport is busy with; at night nothing may have left in the hour before."""
    return (
        flights.join(planned, on=["origin", "time_hour"], how="inner")
        .join(recent, on=["origin", "time_hour"], how="left")
        .withColumn("recent_departures", F.coalesce("recent_departures", F.lit(0)))
    )


def with_weather(flights: DataFrame, weather: DataFrame) -> DataFrame:
    """Add the readings of the hour before: those of its own hour come too late."""
    return flights.join(weather, on=["origin", "time_hour"], how="left")


def with_aircraft(flights: DataFrame, planes: DataFrame) -> DataFrame:
    """Add the aircraft; two airlines give numbers that the register does not know."""
    return flights.join(planes, on="tailnum", how="left").withColumn(
        "plane_age", F.col("year") - F.col("built")
    )


def _next_hour(hour: Column) -> Column:
    return hour + F.make_dt_interval(hours=F.lit(1))


def _up_to(column: str, highest: float) -> Column:
    return F.when(F.col(column) <= F.lit(highest), F.col(column)).alias(column)
