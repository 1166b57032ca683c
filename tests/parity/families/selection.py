"""Some elements of a vector, chosen in the fit."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from case import Case
from odd_vectors import VECTORS, odd_vectors
from pyspark.ml.feature import (
    ChiSqSelector,
    UnivariateFeatureSelector,
    VarianceThresholdSelector,
)
from pyspark.ml.linalg import Vectors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

*ROWS, NULL = odd_vectors(4)
COLUMNS = {"featuresCol": "features", "outputCol": "chosen"}


def cases(spark: SparkSession) -> Iterator[Case]:
    drawn = [
        (float(i % 2), Vectors.dense([float(i % 2), float(i % 3), 1.0, float(i * 7 % 5)]))
        for i in range(40)
    ]
    frame = spark.createDataFrame(drawn, ["label", "features"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        chi = ChiSqSelector(numTopFeatures=2, **COLUMNS).fit(frame)
    yield Case("chi_sq_selector", chi, VECTORS, ROWS)
    yield Case("chi_sq_selector_null", chi, VECTORS, [ROWS[0], NULL])
    univariate = UnivariateFeatureSelector(selectionMode="numTopFeatures", **COLUMNS)
    univariate.setFeatureType("categorical").setLabelType("categorical").setSelectionThreshold(3)
    yield Case("univariate_feature_selector", univariate.fit(frame), VECTORS, ROWS)
    variance = VarianceThresholdSelector(varianceThreshold=0.1, **COLUMNS).fit(frame)
    yield Case("variance_threshold_selector", variance, VECTORS, ROWS)
