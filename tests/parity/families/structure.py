"""Pipelines in pipelines, and what a search found best."""

from __future__ import annotations

from typing import TYPE_CHECKING

from case import Case
from pyspark.ml import Pipeline
from pyspark.ml.classification import LinearSVC, LogisticRegression, OneVsRest
from pyspark.ml.evaluation import (
    BinaryClassificationEvaluator,
    Evaluator,
    MulticlassClassificationEvaluator,
    RegressionEvaluator,
)
from pyspark.ml.feature import Binarizer, StandardScaler, VectorAssembler
from pyspark.ml.regression import LinearRegression
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder, TrainValidationSplit
from pyspark.ml.util import DefaultParamsWritable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import DataFrame, SparkSession

COLUMNS = "x double, y double"
ROWS = [(1.0, -1.0), (0.0, -0.0), (40.0, 7.5), (None, 1.0), (float("nan"), 1.0), (1e10, -1e10)]


def cases(spark: SparkSession) -> Iterator[Case]:
    rows = [(i / 7.0, i % 5 - 2.0, float((i * 7 % 10) > 4)) for i in range(60)]
    frame = spark.createDataFrame(rows, f"{COLUMNS}, label double")
    inner = Pipeline(
        stages=[
            VectorAssembler(inputCols=["x", "y"], outputCol="raw"),
            StandardScaler(inputCol="raw", outputCol="features", withMean=True),
        ]
    )
    logistic = LogisticRegression()
    grid = ParamGridBuilder().addGrid(logistic.regParam, [0.0, 0.1]).build()
    search = CrossValidator(
        estimator=logistic,
        estimatorParamMaps=grid,
        evaluator=BinaryClassificationEvaluator(),
        numFolds=2,
        seed=1,
    )
    nested = Pipeline(stages=[inner, search]).fit(frame)
    yield Case("cross_validator_in_nested_pipeline", nested, COLUMNS, ROWS)

    linear = LinearRegression()
    whole = Pipeline(stages=[inner, linear])
    split = TrainValidationSplit(
        estimator=whole,
        estimatorParamMaps=ParamGridBuilder().addGrid(linear.regParam, [0.0, 0.5]).build(),
        evaluator=RegressionEvaluator(),
        seed=1,
    ).fit(frame)
    yield Case("train_validation_split_of_a_pipeline", split, COLUMNS, ROWS)
    yield from searches(frame, inner)
    yield many_stages(frame)


def searches(frame: DataFrame, inner: Pipeline) -> Iterator[Case]:
    """Over one classifier for each class, and with an evaluator that only Python knows."""
    machine = LinearSVC(maxIter=5)
    rest = OneVsRest(classifier=machine)
    search = TrainValidationSplit(
        estimator=rest,
        estimatorParamMaps=ParamGridBuilder().addGrid(rest.classifier, [machine]).build(),
        evaluator=MulticlassClassificationEvaluator(),
        seed=1,
    )
    model = Pipeline(stages=[inner, search]).fit(frame)
    yield Case("train_validation_split_of_one_vs_rest", model, COLUMNS, ROWS)

    logistic = LogisticRegression()
    grid = ParamGridBuilder().addGrid(logistic.regParam, [0.0, 0.1]).build()
    for name, chooser, more in (
        ("cross_validator", CrossValidator, {"numFolds": 2}),
        ("train_validation_split", TrainValidationSplit, {}),
    ):
        whole = Pipeline(stages=[inner, logistic])
        search = chooser(
            estimator=whole, estimatorParamMaps=grid, evaluator=Accuracy(), seed=1, **more
        )
        yield Case(f"{name}_of_python", search.fit(frame), COLUMNS, ROWS)


class Accuracy(Evaluator, DefaultParamsWritable):
    """The share of right predictions. Such a search is saved by Python, not by the JVM."""

    def _evaluate(self, dataset: DataFrame) -> float:
        return dataset.filter("prediction = label").count() / dataset.count()


def many_stages(frame: DataFrame) -> Case:
    """Spark pads the numbers of more than ten stages."""
    stages = [
        Binarizer(inputCol="x", outputCol=f"x{index}", threshold=index / 2) for index in range(12)
    ]
    lowered = Pipeline(stages=[Pipeline(stages=stages), Pipeline(stages=[])]).fit(frame)
    return Case("many_stages", lowered, COLUMNS, ROWS)
