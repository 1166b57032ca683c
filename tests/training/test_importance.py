"""The features that a model listens to, wherever in a pipeline it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from pyspark.ml import Pipeline
from pyspark.ml.clustering import KMeans
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.regression import LinearRegression
from saltus_training.importance import feature_importance

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

pytestmark = pytest.mark.spark


@pytest.fixture(name="rows", scope="module")
def _rows(spark: SparkSession) -> DataFrame:
    rows = [(float(x % 7), float(x % 3), 5.0 * (x % 7) - 1.0 * (x % 3)) for x in range(42)]
    return spark.createDataFrame(rows, ["a", "b", "y"])


def test_it_is_the_coefficient_times_the_deviation(rows: DataFrame) -> None:
    """A pipeline within a pipeline, as an estimator of one's own may fit it."""
    assembler = VectorAssembler(inputCols=["a", "b"], outputCol="features")
    inner = Pipeline(stages=[LinearRegression(labelCol="y")])
    model = Pipeline(stages=[assembler, inner]).fit(rows)

    found = feature_importance(model, model.transform(rows))

    data = np.array([[row["a"], row["b"]] for row in rows.collect()])
    assert ["a", "b"] == list(found)
    expected = (data.std(axis=0, ddof=1) * np.array([5.0, 1.0])).tolist()
    assert expected == pytest.approx(list(found.values()), rel=1e-3)


def test_clusters_have_none(rows: DataFrame) -> None:
    assembler = VectorAssembler(inputCols=["a", "b"], outputCol="features")
    model = Pipeline(stages=[assembler, KMeans(k=2, seed=1)]).fit(rows)

    assert {} == feature_importance(model, model.transform(rows))
