"""The pipelines that learn whether a flight arrives late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.ml import Pipeline
from pyspark.ml.classification import LogisticRegression, RandomForestClassifier
from pyspark.ml.feature import (
    Imputer,
    OneHotEncoder,
    StandardScaler,
    StringIndexer,
    VectorAssembler,
)

from saltus_training.recipes.flights_late.features import LABEL

if TYPE_CHECKING:
    from pyspark.ml._typing import PipelineStage

SEED = 2013
# A late flight costs more than a warning in vain, so the answer is `late` well before 1 in 2.
LATE_FROM = 0.35

_COMPLETE = ["distance", "scheduled_departures", "recent_departures"]
_CYCLIC = ["day_of_week", "dep_hour"]
_WEATHER = [
    *("temp", "dewp", "humid", "wind_dir", "wind_speed", "wind_gust"),
    *("precip", "pressure", "visib"),
]
_MEANS = ["recent_delay", *_WEATHER]
_MEDIANS = ["plane_age", "engines", "seats"]
_NAMES = ["carrier", "dest", "engine_type", "manufacturer"]


def logistic_regression() -> Pipeline:
    """Scaled numbers and one-hot categories into a logistic regression."""
    categories = [*_indexed(["origin", *_NAMES]), *_CYCLIC]
    numbers = [*_COMPLETE, *_imputed(_MEANS), *_imputed(_MEDIANS)]
    one_hot = [f"{column}_onehot" for column in categories]
    stages: list[PipelineStage] = [
        *_clean(),
        OneHotEncoder(inputCols=categories, outputCols=one_hot, handleInvalid="keep"),
        VectorAssembler(inputCols=numbers, outputCol="numbers"),
        StandardScaler(inputCol="numbers", outputCol="scaled", withMean=True),
        VectorAssembler(inputCols=["scaled", *one_hot], outputCol="features"),
        LogisticRegression(labelCol=LABEL, regParam=0.001, threshold=LATE_FROM),
    ]
    return Pipeline(stages=stages)


def random_forest() -> Pipeline:
    """Numbers and category indices into a random forest."""
    numbers = [*_COMPLETE, *_CYCLIC, "dep_minute", *_imputed(_MEANS), *_imputed(_MEDIANS)]
    forest = RandomForestClassifier(
        labelCol=LABEL,
        numTrees=20,
        maxDepth=10,
        minInstancesPerNode=20,
        # A split of a category needs a bin for each value: there are 105 destinations.
        maxBins=128,
        seed=SEED,
    )
    features = [*numbers, *_indexed(["origin", *_NAMES])]
    stages: list[PipelineStage] = [
        *_clean(),
        VectorAssembler(inputCols=features, outputCol="features"),
        forest.setThresholds([1 - LATE_FROM, LATE_FROM]),
    ]
    return Pipeline(stages=stages)


def _clean() -> list[PipelineStage]:
    """Fill what is missing and number the categories."""
    return [
        Imputer(inputCols=_MEANS, outputCols=_imputed(_MEANS), strategy="mean"),
        Imputer(inputCols=_MEDIANS, outputCols=_imputed(_MEDIANS), strategy="median"),
        # The schema lets no other airport in; for the rest, a new name counts as unknown.
        StringIndexer(inputCol="origin", outputCol="origin_index", handleInvalid="error"),
        StringIndexer(inputCols=_NAMES, outputCols=_indexed(_NAMES), handleInvalid="keep"),
    ]


def _imputed(columns: list[str]) -> list[str]:
    return [f"{column}_imputed" for column in columns]


def _indexed(columns: list[str]) -> list[str]:
    return [f"{column}_index" for column in columns]
