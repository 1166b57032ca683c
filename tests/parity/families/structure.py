"""Pipelines in pipelines, and what a search found best."""

from __future__ import annotations

from typing import TYPE_CHECKING

from case import Case
from pyspark.ml import Pipeline
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.evaluation import BinaryClassificationEvaluator, RegressionEvaluator
from pyspark.ml.feature import StandardScaler, VectorAssembler
from pyspark.ml.regression import LinearRegression
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder, TrainValidationSplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

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
