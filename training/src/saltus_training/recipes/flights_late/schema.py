"""What the model is told about a flight. All of it is known before the scheduled departure."""

from __future__ import annotations

from functools import partial

from saltus_schema import FeatureSchema, Field, Output

LABELS = ("on_time", "late")
MAX_WIND = 200.0

# The examples are one real flight: UA 355, EWR to PHX, on Thursday, 4 July 2013.
_FLIGHT = (
    Field(
        name="carrier",
        type="string",
        categories=(
            *("9E", "AA", "AS", "B6", "DL", "EV", "F9", "FL"),
            *("HA", "MQ", "OO", "UA", "US", "VX", "WN", "YV"),
        ),
        on_unseen="keep",
        example="UA",
        description="Two-letter code of the airline",
    ),
    Field(
        name="origin",
        type="string",
        categories=("EWR", "JFK", "LGA"),
        on_unseen="error",
        example="EWR",
        description="New York airport that the flight leaves from",
    ),
    Field(
        name="dest",
        type="string",
        example="PHX",
        description="Three-letter code of the airport that it flies to",
    ),
    Field(
        name="day_of_week",
        type="int",
        minimum=1,
        maximum=7,
        example=4,
        description="Local day of the scheduled departure, 1 is Monday",
    ),
    Field(
        name="dep_hour",
        type="int",
        minimum=0,
        maximum=23,
        unit="hour",
        example=17,
        description="Local hour of the scheduled departure",
    ),
    Field(
        name="dep_minute",
        type="int",
        minimum=0,
        maximum=59,
        unit="minute",
        example=13,
        description="Minute of the scheduled departure within its hour",
    ),
    Field(
        name="distance",
        type="int",
        minimum=1,
        maximum=12_000,
        unit="mile",
        example=2133,
        description="Distance between both airports",
    ),
)

# Weather stations fail, the register of aircraft has gaps: the pipelines deal with both.
_may_miss = partial(Field, nullable=True, on_missing="null")

_TRAFFIC = (
    Field(
        name="scheduled_departures",
        type="int",
        minimum=1,
        example=19,
        description="Departures from the origin that the timetable has in the same hour",
    ),
    Field(
        name="recent_departures",
        type="int",
        minimum=0,
        example=12,
        description="Flights that left the origin in the hour before, if planned by then",
    ),
    _may_miss(
        name="recent_delay",
        type="double",
        minimum=-60,
        maximum=3_000,
        unit="minute",
        example=5.166666666666667,
        description="Their mean delay when they left, negative if early; null if none left",
    ),
)

_WEATHER = (
    _may_miss(
        name="temp",
        type="double",
        minimum=-60,
        maximum=130,
        unit="°F",
        example=87.98,
        description="Temperature at the origin one hour before the hour of departure",
    ),
    _may_miss(
        name="dewp",
        type="double",
        minimum=-80,
        maximum=100,
        unit="°F",
        example=71.06,
        description="Dew point, there and then",
    ),
    _may_miss(
        name="humid",
        type="double",
        minimum=0,
        maximum=100,
        unit="%",
        example=57.39,
        description="Relative humidity, there and then",
    ),
    _may_miss(
        name="wind_dir",
        type="int",
        minimum=0,
        maximum=360,
        unit="degree",
        example=220,
        description="Direction that the wind comes from, there and then",
    ),
    _may_miss(
        name="wind_speed",
        type="double",
        minimum=0,
        maximum=MAX_WIND,
        unit="mile/hour",
        example=14.96014,
        description="Wind speed, there and then",
    ),
    _may_miss(
        name="wind_gust",
        type="double",
        minimum=0,
        maximum=MAX_WIND,
        unit="mile/hour",
        example=21.86482,
        description="Speed of gusts, there and then; null if there were none",
    ),
    _may_miss(
        name="precip",
        type="double",
        minimum=0,
        maximum=20,
        unit="inch",
        example=0.0,
        description="Precipitation, there and then",
    ),
    _may_miss(
        name="pressure",
        type="double",
        minimum=850,
        maximum=1_100,
        unit="millibar",
        example=1021.4,
        description="Air pressure at sea level, there and then",
    ),
    _may_miss(
        name="visib",
        type="double",
        minimum=0,
        maximum=100,
        unit="mile",
        example=10.0,
        description="Visibility, there and then",
    ),
)

_AIRCRAFT = (
    _may_miss(
        name="plane_age",
        type="int",
        minimum=0,
        maximum=100,
        unit="year",
        example=16,
        description="Years since the aircraft was built",
    ),
    _may_miss(
        name="engines",
        type="int",
        minimum=1,
        maximum=8,
        example=2,
        description="Number of engines",
    ),
    _may_miss(
        name="seats",
        type="int",
        minimum=1,
        maximum=900,
        example=200,
        description="Number of seats",
    ),
    _may_miss(
        name="engine_type",
        type="string",
        example="Turbo-fan",
        description="Kind of engine",
    ),
    _may_miss(
        name="manufacturer",
        type="string",
        example="AIRBUS INDUSTRIE",
        description="Who built the aircraft",
    ),
)

SCHEMA = FeatureSchema(
    name="flights-late",
    inputs=(*_FLIGHT, *_TRAFFIC, *_WEATHER, *_AIRCRAFT),
    outputs=(
        Output(name="prediction", type="double", role="prediction", labels=LABELS),
        Output(name="probability", type="vector[2]", role="probability", labels=LABELS),
    ),
)
