"""Predictors whose output columns have other names or none, and fits without an intercept."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from case import Case
from odd_vectors import VECTORS, odd_vectors
from pyspark.ml.classification import (
    FMClassifier,
    GBTClassifier,
    LinearSVC,
    LogisticRegression,
    MultilayerPerceptronClassifier,
    NaiveBayes,
    OneVsRest,
    RandomForestClassifier,
)
from pyspark.ml.clustering import LDA, BisectingKMeans, GaussianMixture, KMeans
from pyspark.ml.linalg import Vectors
from pyspark.ml.recommendation import ALS
from pyspark.ml.regression import (
    AFTSurvivalRegression,
    FMRegressor,
    GBTRegressor,
    GeneralizedLinearRegression,
    IsotonicRegression,
    LinearRegression,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import DataFrame, SparkSession

*ROWS, NULL = odd_vectors(3, usual=3)
NULLS = [ROWS[4], NULL]
CLASSIFIERS: dict[str, Any] = {
    "fm_classifier": FMClassifier(factorSize=1, maxIter=3, seed=1, stepSize=0.1),
    "gbt_classifier": GBTClassifier(maxIter=2, maxDepth=2, seed=1, leafCol="leaves"),
    "linear_svc": LinearSVC(maxIter=5, fitIntercept=False),
    "logistic_regression": LogisticRegression(regParam=0.1, fitIntercept=False),
    "naive_bayes": NaiveBayes(modelType="gaussian"),
    "one_vs_rest": OneVsRest(classifier=LinearSVC(maxIter=3)),
    "perceptron": MultilayerPerceptronClassifier(layers=[3, 2], maxIter=3, seed=1),
    "random_forest": RandomForestClassifier(numTrees=2, maxDepth=2, seed=1, impurity="entropy"),
}
REGRESSORS: dict[str, Any] = {
    "aft": AFTSurvivalRegression(fitIntercept=False, maxIter=10),
    "fm_regressor": FMRegressor(factorSize=1, maxIter=3, seed=1, fitLinear=False),
    "gbt_regressor": GBTRegressor(maxIter=2, maxDepth=2, seed=1),
    "glr": GeneralizedLinearRegression(fitIntercept=False, linkPredictionCol="link"),
    "isotonic": IsotonicRegression(featureIndex=2),
    "linear_regression": LinearRegression(fitIntercept=False, loss="huber", maxIter=10),
}
CLUSTERERS: dict[str, Any] = {
    "bisecting_k_means": BisectingKMeans(k=2, seed=1),
    "gaussian_mixture": GaussianMixture(k=2, seed=1, maxIter=3),
    "k_means": KMeans(k=2, seed=1),
}


def cases(spark: SparkSession) -> Iterator[Case]:
    labelled = drawn(spark)
    for name, estimator in {**CLASSIFIERS, **REGRESSORS, **CLUSTERERS}.items():
        # Survival times are above 0.
        frame = labelled.withColumn("label", labelled.label + 1) if name == "aft" else labelled
        model = estimator.fit(frame).setPredictionCol("said")
        yield Case(f"{name}_renamed", model, VECTORS, ROWS)
        yield Case(f"{name}_renamed_null", model, VECTORS, NULLS)
        if name not in {"isotonic", "k_means", "bisecting_k_means"}:
            yield Case(f"{name}_no_prediction", model.copy().setPredictionCol(""), VECTORS, ROWS)
        if hasattr(model, "setProbabilityCol"):
            unlikely = model.copy().setProbabilityCol("")
            yield Case(f"{name}_no_probability", unlikely, VECTORS, ROWS)
    yield from topics(spark)
    yield from ratings(spark)


def drawn(spark: SparkSession) -> DataFrame:
    rng = random.Random(21)  # noqa: S311
    rows = [
        (float(index % 2), 1.0, Vectors.dense([rng.gauss(index % 2 + 0.5, 1.0) for _ in range(3)]))
        for index in range(40)
    ]
    return spark.createDataFrame(rows, ["label", "censor", "features"])


def topics(spark: SparkSession) -> Iterator[Case]:
    rng = random.Random(22)  # noqa: S311
    documents = [(Vectors.dense([float(rng.randint(0, 3)) for _ in range(5)]),) for _ in range(20)]
    frame = spark.createDataFrame(documents, VECTORS)
    lda = LDA(
        k=2,
        maxIter=3,
        seed=1,
        docConcentration=[0.3, 1.2],
        topicConcentration=0.7,
        topicDistributionCol="topics",
        featuresCol="features",
    )
    rows = [*documents[:5], (Vectors.sparse(5, [], []),), (None,)]
    yield Case("lda_renamed", lda.fit(frame), VECTORS, rows)
    local = lda.copy().setOptimizer("em").setDocConcentration([4.0]).setTopicConcentration(3.0)
    yield Case("lda_of_a_graph", local.fit(frame).toLocal(), VECTORS, rows)


def ratings(spark: SparkSession) -> Iterator[Case]:
    schema = "person int, film int"
    frame = spark.createDataFrame(
        [(i % 3, i % 4, i % 5.0) for i in range(12)], f"{schema}, r double"
    )
    als = ALS(userCol="person", itemCol="film", ratingCol="r", rank=2, seed=1)
    model = als.fit(frame).setPredictionCol("said")
    yield Case("als_renamed", model, schema, [(0, 0), (2, 3), (9, 1), (None, 1)])
