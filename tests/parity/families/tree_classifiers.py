"""Classification trees, forests and boosted trees."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from case import Case
from odd_vectors import VECTORS, odd_vectors
from pyspark.ml import Pipeline
from pyspark.ml.classification import (
    DecisionTreeClassifier,
    GBTClassifier,
    RandomForestClassifier,
)
from pyspark.ml.feature import StringIndexer, VectorAssembler, VectorIndexer
from pyspark.ml.linalg import Vectors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import DataFrame, SparkSession

NAN = float("nan")
# A row that raises would make Spark score each row alone: nulls have cases of their own.
*ROWS, NULL = odd_vectors(3)
NULLS = [ROWS[4], NULL]


def cases(spark: SparkSession) -> Iterator[Case]:
    yield from trees(spark)
    yield from forests(spark)
    yield from boosted_trees(spark)
    yield from categories(spark)


def labelled(spark: SparkSession, classes: int) -> DataFrame:
    rng = random.Random(classes)  # noqa: S311
    rows = []
    for index in range(60):
        label = index % classes
        values = [round(rng.gauss((label + shift) % 3, 1.2), 2) for shift in range(3)]
        rows.append((float(label), Vectors.dense(values), rng.choice([0.5, 1.0, 2.0])))
    return spark.createDataFrame(rows, ["label", "features", "weight"])


def trees(spark: SparkSession) -> Iterator[Case]:
    three = labelled(spark, 3)
    model = DecisionTreeClassifier(maxDepth=3, impurity="entropy", weightCol="weight").fit(three)
    yield Case("decision_tree", model, VECTORS, ROWS)
    yield Case("decision_tree_leaf", model.copy().setLeafCol("leaf"), VECTORS, ROWS)
    yield Case("decision_tree_null", model.copy().setLeafCol("leaf"), VECTORS, NULLS)
    chosen = model.copy().setThresholds([0.0, 0.5, 0.4])
    yield Case("decision_tree_thresholds", chosen, VECTORS, ROWS)
    alone = chosen.copy().setRawPredictionCol("").setProbabilityCol("")
    yield Case("decision_tree_alone", alone, VECTORS, ROWS)
    leaf_only = alone.copy().setPredictionCol("").setLeafCol("leaf")
    yield Case("decision_tree_leaf_only", leaf_only, VECTORS, ROWS)
    constant = DecisionTreeClassifier(leafCol="leaf").fit(three.filter("label = 0.0"))
    yield Case("decision_tree_one_class", constant, VECTORS, ROWS)


def forests(spark: SparkSession) -> Iterator[Case]:
    forest = RandomForestClassifier(numTrees=4, maxDepth=3, seed=1, leafCol="leaves")
    model = forest.fit(labelled(spark, 3))
    yield Case("random_forest_leaf", model, VECTORS, ROWS)
    yield Case("random_forest_null", model, VECTORS, NULLS)
    chosen = model.copy().setLeafCol("").setThresholds([0.6, 0.1, 0.3]).setRawPredictionCol("")
    yield Case("random_forest_thresholds", chosen, VECTORS, ROWS)
    one = RandomForestClassifier(numTrees=1, maxDepth=2, seed=1, leafCol="leaves")
    yield Case("random_forest_of_one", one.fit(labelled(spark, 2)), VECTORS, ROWS)


def boosted_trees(spark: SparkSession) -> Iterator[Case]:
    booster = GBTClassifier(maxIter=4, maxDepth=2, seed=1, stepSize=0.3, leafCol="leaves")
    model = booster.fit(labelled(spark, 2))
    yield Case("gbt_leaf", model, VECTORS, ROWS)
    yield Case("gbt_null", model, VECTORS, NULLS)
    chosen = model.copy().setLeafCol("").setThresholds([0.3, 0.7])
    yield Case("gbt_thresholds", chosen, VECTORS, ROWS)
    alone = model.copy().setLeafCol("").setRawPredictionCol("").setProbabilityCol("")
    yield Case("gbt_alone", alone, VECTORS, ROWS)
    chosen = alone.copy().setThresholds([0.3, 0.7])
    yield Case("gbt_thresholds_alone", chosen, VECTORS, ROWS)


def categories(spark: SparkSession) -> Iterator[Case]:
    """Splits on categories, indexed from strings and from the numbers of a vector."""
    rng = random.Random(3)  # noqa: S311
    names = ["a", "b", "c", "d", "e"]
    rows = [
        (name, rng.gauss(0, 1), float(names.index(name) % 2 ^ (rng.random() < 0.1)))
        for name in (rng.choice(names) for _ in range(80))
    ]
    stages = [
        StringIndexer(inputCol="name", outputCol="index", handleInvalid="keep"),
        VectorAssembler(inputCols=["index", "x"], outputCol="features", handleInvalid="keep"),
        DecisionTreeClassifier(maxDepth=3, leafCol="leaf"),
    ]
    frame = spark.createDataFrame(rows, "name string, x double, label double")
    seen = [("a", 0.1), ("b", NAN), ("e", None), ("unseen", 1.0), (None, -1.0), ("c", -0.0)]
    yield Case(
        "decision_tree_strings", Pipeline(stages=stages).fit(frame), "name string, x double", seen
    )

    points = [(float(names.index(name)), x, label) for name, x, label in rows]
    frame = spark.createDataFrame(points, "kind double, x double, label double")
    stages = [
        VectorAssembler(inputCols=["kind", "x"], outputCol="both", handleInvalid="keep"),
        VectorIndexer(inputCol="both", outputCol="features", maxCategories=6, handleInvalid="keep"),
        RandomForestClassifier(numTrees=3, maxDepth=3, seed=2, leafCol="leaves"),
    ]
    numbers = [(0.0, 0.1), (4.0, NAN), (2.0, None), (7.0, 1.0), (None, -1.0), (1.5, 2.0)]
    yield Case(
        "random_forest_vector_indexer",
        Pipeline(stages=stages).fit(frame),
        "kind double, x double",
        numbers,
    )
