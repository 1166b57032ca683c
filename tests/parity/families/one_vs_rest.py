"""One classifier for each class, of every kind."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from case import Case
from odd_vectors import VECTORS, odd_vectors
from pyspark.ml import Pipeline
from pyspark.ml.classification import (
    DecisionTreeClassifier,
    FMClassifier,
    GBTClassifier,
    LinearSVC,
    LogisticRegression,
    MultilayerPerceptronClassifier,
    NaiveBayes,
    OneVsRest,
    RandomForestClassifier,
)
from pyspark.ml.feature import IndexToString, StringIndexer, VectorAssembler
from pyspark.ml.linalg import Vectors
from pyspark.ml.util import JavaMLWritable
from pyspark.ml.wrapper import JavaModel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import DataFrame, SparkSession

# A row that raises would make Spark score each row alone: nulls have cases of their own.
*ROWS, NULL = odd_vectors(3, usual=4)
NULLS = [ROWS[4], NULL]
CLASSIFIERS = {
    "logistic_regression": LogisticRegression(regParam=0.05, threshold=0.3),
    "linear_svc": LinearSVC(maxIter=10, regParam=0.1),
    "decision_tree": DecisionTreeClassifier(maxDepth=2, leafCol="leaf"),
    "random_forest": RandomForestClassifier(numTrees=2, maxDepth=2, seed=1),
    "gbt": GBTClassifier(maxIter=2, maxDepth=2, seed=1),
    "perceptron": MultilayerPerceptronClassifier(layers=[3, 2], maxIter=10, seed=1),
    "fm": FMClassifier(factorSize=1, maxIter=5, seed=1),
    "gaussian_naive_bayes": NaiveBayes(modelType="gaussian"),
}


class ScalaModel(JavaModel, JavaMLWritable):  # type: ignore[misc]
    """A model as Spark itself runs it; some models have a twin in Python that differs."""


def cases(spark: SparkSession) -> Iterator[Case]:
    frame = labelled(spark)
    for name, classifier in CLASSIFIERS.items():
        model = OneVsRest(classifier=classifier).fit(frame)
        yield Case(f"one_vs_rest_{name}", model, VECTORS, ROWS)
    counted = spark.createDataFrame(
        [
            (row.label, Vectors.dense([abs(round(x)) for x in row.features]))
            for row in frame.collect()
        ],
        ["label", "features"],
    )
    bayes = OneVsRest(classifier=NaiveBayes()).fit(counted)
    counted_rows = [row for row in ROWS if all(x >= 0.0 for x in row[0].toArray())]
    yield Case("one_vs_rest_naive_bayes", bayes, VECTORS, counted_rows)

    two = OneVsRest(classifier=LogisticRegression()).fit(frame.filter("label < 2.0"))
    yield Case("one_vs_rest_of_two", two, VECTORS, ROWS)
    yield Case("one_vs_rest_null", two, VECTORS, NULLS)
    for name, column in (("prediction", "rawPredictionCol"), ("raw", "predictionCol")):
        scala = ScalaModel(two._to_java())
        getattr(scala._java_obj, f"set{column[0].upper()}{column[1:]}")("")
        yield Case(f"one_vs_rest_{name}_only", scala, VECTORS, ROWS)
    yield in_a_pipeline(spark)


def labelled(spark: SparkSession) -> DataFrame:
    rng = random.Random(11)  # noqa: S311
    rows = [
        (
            float(index % 3),
            Vectors.dense([rng.gauss((index % 3 + shift) % 3 * 2, 1.0) for shift in range(3)]),
        )
        for index in range(45)
    ]
    return spark.createDataFrame(rows, ["label", "features"])


def in_a_pipeline(spark: SparkSession) -> Case:
    """Spark's own model keeps the labels, so that its prediction can be turned back."""
    rows = [("a", 1.0, "no"), ("b", 2.0, "yes"), ("a", 3.0, "maybe"), ("c", 2.5, "no")]
    frame = spark.createDataFrame(rows * 4, "city string, x double, answer string")
    stages = [
        StringIndexer(inputCol="answer", outputCol="label"),
        StringIndexer(inputCol="city", outputCol="index", handleInvalid="keep"),
        VectorAssembler(inputCols=["index", "x"], outputCol="features"),
        OneVsRest(classifier=DecisionTreeClassifier(maxDepth=2)),
        IndexToString(inputCol="prediction", outputCol="words"),
    ]
    java = Pipeline(stages=stages)._to_java().fit(frame._jdf)
    seen = [("a", 1.0), ("b", -0.0), (None, 3.0), ("unseen", 9.0), ("c", None)]
    return Case("one_vs_rest_pipeline", ScalaModel(java), "city string, x double", seen)
