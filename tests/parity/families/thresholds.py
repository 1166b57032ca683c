"""Numbers in buckets, and above or below thresholds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from case import Case
from odd_vectors import VECTORS, odd_vectors
from pyspark.ml.feature import Binarizer, Bucketizer, QuantileDiscretizer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

NAN, INF = float("nan"), float("inf")
POLICIES = ("error", "keep", "skip")
VALUES = [-INF, -7.5, -1.0, -0.0, 0.0, 0.5, 1.0, 2.0, 1e300, INF, NAN, None]
ROWS = [(value,) for value in VALUES]
PAIRS = [(value, VALUES[-1 - index]) for index, value in enumerate(VALUES)]
COLUMNS = {"inputCol": "x", "outputCol": "y"}
SEVERAL = {"inputCols": ["x", "z"], "outputCols": ["y", "w"]}


def cases(spark: SparkSession) -> Iterator[Case]:
    for threshold in (0.0, 0.5, -1.0):
        binarizer = Binarizer(threshold=threshold, **COLUMNS)
        yield Case(f"binarizer_{threshold}", binarizer, "x double", ROWS)
        vectors = Binarizer(threshold=threshold, inputCol="features", outputCol="y")
        yield Case(f"binarizer_vector_{threshold}", vectors, VECTORS, odd_vectors(3)[:-1])
    yield Case("binarizer_vector_null", vectors, VECTORS, odd_vectors(3)[-2:])
    several = Binarizer(thresholds=[0.0, 1.0], **SEVERAL)
    yield Case("binarizer_several", several, "x double, z double", PAIRS)
    shared = Binarizer(threshold=0.5, **SEVERAL)
    yield Case("binarizer_several_shared", shared, "x double, z double", PAIRS)
    yield from buckets(spark)


def buckets(spark: SparkSession) -> Iterator[Case]:
    for policy in POLICIES:
        open_ended = Bucketizer(splits=[-INF, -1.0, 0.0, 1.0, INF], handleInvalid=policy, **COLUMNS)
        yield Case(f"bucketizer_{policy}", open_ended, "x double", ROWS)
        closed = Bucketizer(splits=[-1.0, 0.0, 0.5, 1.0], handleInvalid=policy, **COLUMNS)
        yield Case(f"bucketizer_closed_{policy}", closed, "x double", ROWS)
        several = Bucketizer(
            splitsArray=[[-INF, 0.0, INF], [-1.0, 0.5, 1.0, 2.0]], handleInvalid=policy, **SEVERAL
        )
        yield Case(f"bucketizer_several_{policy}", several, "x double, z double", PAIRS)
    whole = Bucketizer(splits=[-INF, 0.0, 2.0, INF], **COLUMNS)
    yield Case("bucketizer_int", whole, "x int", [(-3,), (0,), (2,), (9,), (None,)])
    frame = spark.createDataFrame([(float(i % 11),) for i in range(60)], "x double")
    quantiles = QuantileDiscretizer(numBuckets=4, handleInvalid="keep", **COLUMNS).fit(frame)
    yield Case("quantile_discretizer", quantiles, "x double", ROWS)
