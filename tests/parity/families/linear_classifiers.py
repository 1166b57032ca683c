"""Classifiers that are planes: logistic regressions and support vector machines."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from case import Case
from odd_vectors import VECTORS, odd_vectors
from pyspark.ml import Pipeline
from pyspark.ml.classification import LinearSVC, LogisticRegression
from pyspark.ml.feature import StringIndexer, VectorAssembler
from pyspark.ml.linalg import Matrices, Vectors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import DataFrame, SparkSession

# A row that raises would make Spark score each row alone: nulls have cases of their own.
*ROWS, NULL = odd_vectors(3)
NULLS = [ROWS[4], NULL]
# Margins at which exp overflows, and where both sides round to the same.
FAR = [(Vectors.dense([scale, -scale, scale]),) for scale in (40.0, 400.0, 4000.0, 1e-17)]


def cases(spark: SparkSession) -> Iterator[Case]:
    yield from binomial(spark)
    yield from multinomial(spark)
    yield from support_vector_machines(spark)
    yield in_a_pipeline(spark)


def labelled(spark: SparkSession, classes: int) -> DataFrame:
    rng = random.Random(classes)  # noqa: S311
    rows = []
    for index in range(60):
        label = index % classes
        values = [rng.gauss((label + shift) % 3, 1.5) for shift in range(3)]
        rows.append((float(label), Vectors.dense(values), rng.choice([0.5, 1.0, 2.0])))
    return spark.createDataFrame(rows, ["label", "features", "weight"])


def binomial(spark: SparkSession) -> Iterator[Case]:
    two = labelled(spark, 2)
    model = LogisticRegression(regParam=0.05, weightCol="weight").fit(two)
    yield Case("logistic_regression", model, VECTORS, [*ROWS, *FAR])
    yield Case("logistic_regression_null", model, VECTORS, NULLS)
    for name, threshold in (("0", 0.0), ("1", 1.0), ("03", 0.3)):
        chosen = model.copy().setThreshold(threshold)
        yield Case(f"logistic_regression_threshold_{name}", chosen, VECTORS, [*ROWS, *FAR])
    for name, pair in (("first_zero", [0.0, 0.7]), ("second_zero", [0.3, 0.0]), ("", [0.2, 0.9])):
        chosen = model.copy().setThresholds(pair)
        yield Case(f"logistic_regression_thresholds_{name}", chosen, VECTORS, [*ROWS, *FAR])
    alone = model.copy().setRawPredictionCol("")
    yield Case("logistic_regression_without_raw", alone, VECTORS, [*ROWS, *FAR])
    alone = alone.copy().setProbabilityCol("").setThreshold(0.0)
    yield Case("logistic_regression_alone", alone, VECTORS, [*ROWS, *FAR])
    silent = model.copy().setPredictionCol("").setProbabilityCol("").setRawPredictionCol("raw")
    yield Case("logistic_regression_raw_only", silent, VECTORS, ROWS)

    bounded = LogisticRegression(
        maxIter=20,
        standardization=False,
        lowerBoundsOnCoefficients=Matrices.dense(1, 3, [0.0, -1.0, 0.1]),
        upperBoundsOnIntercepts=Vectors.dense([0.5]),
    )
    yield Case("logistic_regression_bounded", bounded.fit(two), VECTORS, ROWS)
    for label in (0, 1):
        constant = LogisticRegression().fit(two.filter(two.label == label))
        yield Case(f"logistic_regression_only_{label}", constant, VECTORS, ROWS)


def multinomial(spark: SparkSession) -> Iterator[Case]:
    model = LogisticRegression(regParam=0.1, elasticNetParam=0.5).fit(labelled(spark, 3))
    yield Case("multinomial", model, VECTORS, [*ROWS, *FAR])
    yield Case("multinomial_null", model, VECTORS, NULLS)
    chosen = model.copy().setThresholds([0.5, 0.0, 0.2])
    yield Case("multinomial_thresholds", chosen, VECTORS, [*ROWS, *FAR])
    alone = chosen.copy().setRawPredictionCol("").setProbabilityCol("")
    yield Case("multinomial_alone", alone, VECTORS, ROWS)
    pair = LogisticRegression(family="multinomial", regParam=0.1).fit(labelled(spark, 2))
    yield Case("multinomial_of_two", pair, VECTORS, [*ROWS, *FAR])
    chosen = pair.copy().setThresholds([0.8, 0.2])
    yield Case("multinomial_of_two_thresholds", chosen, VECTORS, ROWS)
    constant = LogisticRegression(family="multinomial").fit(
        labelled(spark, 3).filter("label = 2.0")
    )
    yield Case("multinomial_only_2", constant, VECTORS, ROWS)


def support_vector_machines(spark: SparkSession) -> Iterator[Case]:
    model = LinearSVC(regParam=0.1, maxIter=20).fit(labelled(spark, 2))
    yield Case("linear_svc", model, VECTORS, ROWS)
    yield Case("linear_svc_null", model, VECTORS, NULLS)
    chosen = model.copy().setThreshold(-0.75).setRawPredictionCol("")
    yield Case("linear_svc_threshold_alone", chosen, VECTORS, ROWS)
    # Class 1 needs more than the margin that a row of zeros has.
    exact = model.copy().setThreshold(model.intercept)
    yield Case("linear_svc_threshold_met", exact, VECTORS, ROWS)
    always = model.copy().setThreshold(float("-inf"))
    yield Case("linear_svc_threshold_infinite", always, VECTORS, ROWS)


def in_a_pipeline(spark: SparkSession) -> Case:
    rows = [("oslo", 1.0, "yes"), ("rome", 2.0, "no"), ("oslo", 3.0, "maybe"), ("bonn", 2.5, "no")]
    frame = spark.createDataFrame(rows * 5, "city string, x double, answer string")
    model = Pipeline(
        stages=[
            StringIndexer(inputCol="answer", outputCol="label"),
            StringIndexer(inputCol="city", outputCol="index", handleInvalid="keep"),
            VectorAssembler(inputCols=["index", "x"], outputCol="features", handleInvalid="keep"),
            LogisticRegression(regParam=0.1),
        ]
    ).fit(frame)
    seen = [("oslo", 1.0), ("rome", -0.0), (None, 3.0), ("paris", float("nan")), ("bonn", None)]
    return Case("logistic_regression_pipeline", model, "city string, x double", seen)
