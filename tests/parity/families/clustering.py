"""Clusters, mixtures and topics."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from case import Case
from odd_vectors import VECTORS, odd_vectors
from pyspark.ml.clustering import LDA, BisectingKMeans, GaussianMixture, KMeans
from pyspark.ml.linalg import Vectors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.ml.linalg import Vector
    from pyspark.sql import DataFrame, SparkSession

NAN, INF = float("nan"), float("inf")


def cases(spark: SparkSession) -> Iterator[Case]:
    rows = odd_vectors(3)
    for distance in ("euclidean", "cosine"):
        k_means = KMeans(k=4, seed=1, distanceMeasure=distance).fit(blobs(spark))
        yield Case(f"k_means_{distance}", k_means, VECTORS, rows)
        bisecting = BisectingKMeans(k=4, seed=1, distanceMeasure=distance).fit(blobs(spark))
        yield Case(f"bisecting_k_means_{distance}", bisecting, VECTORS, rows)
    yield from mixtures(spark)
    yield from topics(spark)


def blobs(spark: SparkSession) -> DataFrame:
    rng = random.Random(9)  # noqa: S311
    rows = [(Vectors.dense([rng.gauss((i + j) % 3, 1.0) for j in range(3)]),) for i in range(90)]
    return spark.createDataFrame(rows, VECTORS)


def mixtures(spark: SparkSession) -> Iterator[Case]:
    whole = GaussianMixture(k=3, seed=1, maxIter=10).fit(blobs(spark))
    yield Case("gaussian_mixture", whole, VECTORS, odd_vectors(3))
    alone = whole.copy().setProbabilityCol("")
    yield Case("gaussian_mixture_alone", alone, VECTORS, odd_vectors(3))

    rng = random.Random(4)  # noqa: S311
    points = [(rng.gauss(0, 1), rng.gauss(i % 2 * 4, 1)) for i in range(60)]
    flat = [(Vectors.dense([x, 2.0 * x, y]),) for x, y in points]
    singular = GaussianMixture(k=2, seed=1).fit(spark.createDataFrame(flat, VECTORS))
    yield Case("gaussian_mixture_singular", singular, VECTORS, [*odd_vectors(3), *flat[:5]])


def topics(spark: SparkSession) -> Iterator[Case]:
    rng = random.Random(2)  # noqa: S311
    documents: list[tuple[Vector | None]] = [
        (Vectors.dense([float(rng.randint(0, 1 + (i + j) % 3 * 2)) for j in range(8)]),)
        for i in range(40)
    ]
    odd: list[tuple[Vector | None]] = [
        (Vectors.sparse(8, [], []),),
        (Vectors.sparse(8, [1], [0.0]),),
        (Vectors.sparse(8, [1, 6], [1.0, 40.0]),),
        (Vectors.dense([NAN] + [1.0] * 7),),
        (Vectors.dense([INF] + [1.0] * 7),),
        (None,),
    ]
    for seed in (None, -7):
        lda = LDA(k=3, maxIter=5) if seed is None else LDA(k=3, maxIter=5, seed=seed)
        model = lda.fit(spark.createDataFrame(documents, VECTORS))
        name = "lda" if seed is None else "lda_seeded"
        yield Case(name, model, VECTORS, documents[:12] + odd)
