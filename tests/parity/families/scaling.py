"""Vectors on other scales."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from case import Case
from odd_vectors import VECTORS, odd_vectors
from pyspark.ml.feature import (
    MaxAbsScaler,
    MinMaxScaler,
    Normalizer,
    RobustScaler,
    StandardScaler,
)
from pyspark.ml.linalg import Vectors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import DataFrame, SparkSession

COLUMNS = {"inputCol": "features", "outputCol": "scaled"}
# A row that raises would make Spark score each row alone: null has a case of its own.
*ROWS, NULL = odd_vectors(4)


def cases(spark: SparkSession) -> Iterator[Case]:
    train = drawn(spark)
    for mean, deviation in [(True, True), (True, False), (False, True), (False, False)]:
        scaler = StandardScaler(withMean=mean, withStd=deviation, **COLUMNS).fit(train)
        yield Case(f"standard_scaler_{mean:d}{deviation:d}", scaler, VECTORS, ROWS)
    yield Case("standard_scaler_null", scaler, VECTORS, [ROWS[0], NULL])
    for centering, scaling in [(True, True), (True, False), (False, True)]:
        robust = RobustScaler(withCentering=centering, withScaling=scaling, lower=0.2, **COLUMNS)
        name = f"robust_scaler_{centering:d}{scaling:d}"
        yield Case(name, robust.fit(train), VECTORS, ROWS)
    yield Case("robust_scaler_null", robust.fit(train), VECTORS, [ROWS[0], NULL])
    for name, low, high in [("", 0.0, 1.0), ("_range", -2.0, 5.0)]:
        scaler = MinMaxScaler(min=low, max=high, **COLUMNS).fit(train)
        yield Case(f"min_max_scaler{name}", scaler, VECTORS, ROWS)
    yield Case("min_max_scaler_null", scaler, VECTORS, [ROWS[0], NULL])
    largest = MaxAbsScaler(**COLUMNS).fit(train)
    yield Case("max_abs_scaler", largest, VECTORS, ROWS)
    yield Case("max_abs_scaler_null", largest, VECTORS, [ROWS[0], NULL])
    for p in (1.0, 1.5, 2.0, float("inf")):
        yield Case(f"normalizer_{p}", Normalizer(p=p, **COLUMNS), VECTORS, ROWS)
    yield Case("normalizer_null", Normalizer(**COLUMNS), VECTORS, [ROWS[0], NULL])


def drawn(spark: SparkSession) -> DataFrame:
    """Random vectors; one element never varies."""
    rng = random.Random(3)  # noqa: S311
    rows = [(Vectors.dense([rng.gauss(k, 1.0 + k) for k in range(3)] + [2.5]),) for _ in range(40)]
    return spark.createDataFrame(rows, VECTORS)
