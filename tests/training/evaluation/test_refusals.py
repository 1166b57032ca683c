"""Rows that cannot be judged are refused with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyspark.ml.linalg import Vectors
from saltus_training.evaluation import (
    EvaluationError,
    evaluate_clustering,
    evaluate_multiclass,
    evaluate_ranking,
    evaluate_regression,
)

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.spark


def test_one_class_alone(spark: SparkSession) -> None:
    frame = spark.createDataFrame([(1.0, 1.0)], ["label", "prediction"])

    with pytest.raises(EvaluationError, match="on 1 rows: fewer than two classes"):
        evaluate_multiclass(frame, "label")


def test_no_rows(spark: SparkSession) -> None:
    frame = spark.createDataFrame([], "label double, prediction double")

    with pytest.raises(EvaluationError, match="on 0 rows: none"):
        evaluate_regression(frame, "label")


def test_labels_that_are_missing(spark: SparkSession) -> None:
    frame = spark.createDataFrame([(1.0, 1.0), (None, 2.0)], "label double, prediction double")

    with pytest.raises(EvaluationError, match="1 without label or prediction"):
        evaluate_regression(frame, "label")


def test_one_cluster_alone(spark: SparkSession) -> None:
    frame = spark.createDataFrame([(Vectors.dense(1.0), 0)], ["features", "prediction"])

    with pytest.raises(EvaluationError, match="fewer than two clusters"):
        evaluate_clustering(frame)


def test_nobody_to_recommend_to(spark: SparkSession) -> None:
    ranked = spark.createDataFrame([(1, [1, 2])], "user int, ranked array<int>")
    relevant = spark.createDataFrame([(2, [1])], "user int, relevant array<int>")

    with pytest.raises(EvaluationError, match="no user with an item"):
        evaluate_ranking(ranked, relevant, k=2, items=2)
