"""Perceptrons and factorization machines."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from case import Case
from odd_vectors import VECTORS, odd_vectors
from pyspark.ml.classification import FMClassifier, MultilayerPerceptronClassifier
from pyspark.ml.linalg import Vectors
from pyspark.ml.regression import FMRegressor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import DataFrame, SparkSession

# A row that raises would make Spark score each row alone: nulls have cases of their own.
*ROWS, NULL = odd_vectors(3)
NULLS = [ROWS[4], NULL]


def cases(spark: SparkSession) -> Iterator[Case]:
    yield from perceptrons(spark)
    yield from machines(spark)


def labelled(spark: SparkSession, classes: int) -> DataFrame:
    rng = random.Random(8)  # noqa: S311
    rows = [
        (
            float(index % classes),
            Vectors.dense([rng.gauss((index % classes + shift) % 3, 1.0) for shift in range(3)]),
        )
        for index in range(48)
    ]
    return spark.createDataFrame(rows, ["label", "features"])


def perceptrons(spark: SparkSession) -> Iterator[Case]:
    three = labelled(spark, 3)
    deep = MultilayerPerceptronClassifier(layers=[3, 5, 4, 3], maxIter=15, seed=1).fit(three)
    yield Case("perceptron", deep, VECTORS, ROWS)
    yield Case("perceptron_null", deep, VECTORS, NULLS)
    flat = MultilayerPerceptronClassifier(layers=[3, 3], maxIter=10, seed=2, solver="gd").fit(three)
    yield Case("perceptron_flat", flat, VECTORS, ROWS)
    chosen = deep.copy().setThresholds([0.7, 0.1, 0.2])
    yield Case("perceptron_thresholds", chosen, VECTORS, ROWS)
    without_raw = chosen.copy().setRawPredictionCol("")
    yield Case("perceptron_without_raw", without_raw, VECTORS, ROWS)
    yield Case(
        "perceptron_thresholds_alone", without_raw.copy().setProbabilityCol(""), VECTORS, ROWS
    )


def machines(spark: SparkSession) -> Iterator[Case]:
    two = labelled(spark, 2)
    model = FMClassifier(factorSize=2, maxIter=20, seed=1, stepSize=0.1).fit(two)
    yield Case("fm_classifier", model, VECTORS, ROWS)
    yield Case("fm_classifier_null", model, VECTORS, NULLS)
    chosen = model.copy().setThresholds([0.9, 0.1])
    yield Case("fm_classifier_thresholds", chosen, VECTORS, ROWS)
    yield Case("fm_classifier_without_raw", model.copy().setRawPredictionCol(""), VECTORS, ROWS)
    alone = chosen.copy().setRawPredictionCol("").setProbabilityCol("")
    yield Case("fm_classifier_alone", alone, VECTORS, ROWS)
    plain = FMClassifier(factorSize=1, fitIntercept=False, fitLinear=False, maxIter=5, seed=3)
    yield Case("fm_classifier_pairs", plain.fit(two), VECTORS, ROWS)

    regressor = FMRegressor(factorSize=3, maxIter=20, seed=1, stepSize=0.1)
    fitted = regressor.fit(two)
    yield Case("fm_regressor", fitted, VECTORS, ROWS)
    yield Case("fm_regressor_null", fitted, VECTORS, NULLS)
    linear = FMRegressor(factorSize=1, maxIter=5, seed=2, fitIntercept=False, solver="gd")
    yield Case("fm_regressor_without_intercept", linear.fit(two), VECTORS, ROWS)
