"""Regression trees, forests and boosted trees, and isotonic steps."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from case import Case
from odd_vectors import VECTORS, odd_vectors
from pyspark.ml import Pipeline
from pyspark.ml.feature import StringIndexer, VectorAssembler
from pyspark.ml.linalg import Vectors
from pyspark.ml.regression import (
    DecisionTreeRegressor,
    GBTRegressor,
    IsotonicRegression,
    RandomForestRegressor,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import DataFrame, SparkSession

NAN, INF = float("nan"), float("inf")
# A row that raises would make Spark score each row alone: nulls have cases of their own.
*ROWS, NULL = odd_vectors(3)
NULLS = [ROWS[4], NULL]


def cases(spark: SparkSession) -> Iterator[Case]:
    yield from trees(spark)
    yield from ensembles(spark)
    yield from isotonic(spark)
    yield in_a_pipeline(spark)


def measured(spark: SparkSession) -> DataFrame:
    rng = random.Random(13)  # noqa: S311
    rows = []
    for _ in range(60):
        x = [round(rng.gauss(0, 1.5), 2) for _ in range(3)]
        y = x[0] * x[1] + rng.uniform(0.0, 0.5)
        rows.append((y, Vectors.dense(x), rng.choice([0.5, 1.0])))
    return spark.createDataFrame(rows, ["label", "features", "weight"])


def trees(spark: SparkSession) -> Iterator[Case]:
    model = DecisionTreeRegressor(maxDepth=3, weightCol="weight").fit(measured(spark))
    yield Case("decision_tree", model, VECTORS, ROWS)
    whole = model.copy().setVarianceCol("variance").setLeafCol("leaf")
    yield Case("decision_tree_variance_leaf", whole, VECTORS, ROWS)
    yield Case("decision_tree_null", whole, VECTORS, NULLS)
    yield Case(
        "decision_tree_variance_only",
        whole.copy().setPredictionCol("").setLeafCol(""),
        VECTORS,
        ROWS,
    )
    stump = DecisionTreeRegressor(maxDepth=0, varianceCol="variance", leafCol="leaf")
    yield Case("decision_tree_single_leaf", stump.fit(measured(spark)), VECTORS, ROWS)


def ensembles(spark: SparkSession) -> Iterator[Case]:
    forest = RandomForestRegressor(numTrees=4, maxDepth=3, seed=1, leafCol="leaves")
    model = forest.fit(measured(spark))
    yield Case("random_forest_leaf", model, VECTORS, ROWS)
    yield Case("random_forest_null", model, VECTORS, NULLS)
    yield Case("random_forest", model.copy().setLeafCol(""), VECTORS, ROWS)
    yield Case("random_forest_leaf_only", model.copy().setPredictionCol(""), VECTORS, ROWS)
    for loss in ("squared", "absolute"):
        booster = GBTRegressor(maxIter=4, maxDepth=2, seed=1, lossType=loss, leafCol="leaves")
        boosted = booster.fit(measured(spark))
        yield Case(f"gbt_{loss}", boosted, VECTORS, ROWS)
    yield Case("gbt_null", boosted, VECTORS, NULLS)


def isotonic(spark: SparkSession) -> Iterator[Case]:
    rng = random.Random(14)  # noqa: S311
    points = [(x / 2.0, x + rng.gauss(0, 3), 1.0) for x in range(20) for _ in range(2)]
    scalar = spark.createDataFrame(points, "features double, label double, weight double")
    values = [0.0, -0.0, 0.3, 4.25, 9.5, 9.6, -1.0, 100.0, NAN, INF, -INF, None]
    for isotonic in (True, False):
        model = IsotonicRegression(isotonic=isotonic, weightCol="weight").fit(scalar)
        name = f"isotonic_{'increasing' if isotonic else 'decreasing'}"
        yield Case(name, model, "features double", [(value,) for value in values])

    vectors = [(y, Vectors.dense([0.0, x, 1.0])) for x, y, _ in points]
    model = IsotonicRegression(featureIndex=1).fit(
        spark.createDataFrame(vectors, ["label", "features"])
    )
    yield Case("isotonic_element", model, VECTORS, ROWS)
    yield Case("isotonic_element_null", model, VECTORS, NULLS)
    single = IsotonicRegression().fit(scalar.limit(1))
    yield Case("isotonic_single_point", single, "features double", [(1.0,), (NAN,), (-INF,)])


def in_a_pipeline(spark: SparkSession) -> Case:
    rng = random.Random(15)  # noqa: S311
    names = ["a", "b", "c", "d"]
    rows = [
        (name, rng.gauss(0, 1), names.index(name) % 3 + rng.random())
        for name in (rng.choice(names) for _ in range(60))
    ]
    stages = [
        StringIndexer(inputCol="name", outputCol="index", handleInvalid="keep"),
        VectorAssembler(inputCols=["index", "x"], outputCol="features", handleInvalid="keep"),
        GBTRegressor(maxIter=3, maxDepth=3, seed=1, leafCol="leaves"),
        VectorAssembler(inputCols=["features", "leaves"], outputCol="more", handleInvalid="keep"),
        DecisionTreeRegressor(featuresCol="more", predictionCol="second", maxDepth=2),
    ]
    model = Pipeline(stages=stages).fit(
        spark.createDataFrame(rows, "name string, x double, label double")
    )
    seen = [("a", 0.1), ("b", NAN), ("d", None), ("unseen", 1.0), (None, -1.0), ("c", -0.0)]
    return Case("gbt_pipeline", model, "name string, x double", seen)
