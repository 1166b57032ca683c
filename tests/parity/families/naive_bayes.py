"""Naive Bayes in its four kinds."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from case import Case
from odd_vectors import VECTORS, odd_vectors
from pyspark.ml.classification import NaiveBayes
from pyspark.ml.linalg import Vectors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyspark.ml.linalg import Vector
    from pyspark.sql import DataFrame, SparkSession

COUNTS: list[tuple[Vector]] = [
    (Vectors.dense([2.0, 0.0, 5.5]),),
    (Vectors.sparse(3, [1], [40.0]),),
    (Vectors.dense([1.0, 0.0, 1.0]),),
    (Vectors.sparse(3, [0, 2], [1.0, 0.0]),),
    (Vectors.dense([-0.0, 1.0, 0.0]),),
]
ROWS = [*odd_vectors(3, usual=3), *COUNTS]
# What Spark has a likelihood for.
FITS: dict[str, Callable[[float], bool]] = {
    "multinomial": lambda value: value >= 0.0,
    "complement": lambda value: value >= 0.0,
    "bernoulli": lambda value: value in (0.0, 1.0),
    "gaussian": lambda _: True,
}


def cases(spark: SparkSession) -> Iterator[Case]:
    for kind, fits in FITS.items():
        frame = labelled(spark, binary=kind == "bernoulli")
        model = NaiveBayes(modelType=kind, smoothing=0.7).fit(frame)
        good = [row for row in ROWS if row[0] is not None and all(map(fits, row[0].toArray()))]
        # Apart from the rest, for a row that raises makes Spark score each row alone.
        refused = [row for row in ROWS if row not in good]
        yield Case(f"naive_bayes_{kind}", model, VECTORS, good)
        yield Case(f"naive_bayes_{kind}_refused", model, VECTORS, refused[-4:])
        chosen = model.copy().setThresholds([0.2, 0.0, 0.5]).setRawPredictionCol("")
        yield Case(f"naive_bayes_{kind}_thresholds", chosen, VECTORS, good)
        alone = model.copy().setRawPredictionCol("").setProbabilityCol("")
        yield Case(f"naive_bayes_{kind}_alone", alone, VECTORS, good)
    yield from unsmoothed(spark)


def unsmoothed(spark: SparkSession) -> Iterator[Case]:
    """The first feature never occurs in the class 0: the logarithm of its share is -Infinity."""
    for kind in ("multinomial", "bernoulli"):
        frame = labelled(spark, binary=kind == "bernoulli").filter("label < 2.0")
        never = spark.createDataFrame(
            [(row.label, silence(row.features, row.label)) for row in frame.collect()],
            ["label", "features"],
        )
        model = NaiveBayes(modelType=kind, smoothing=0.0).fit(never)
        rows: list[tuple[Vector]] = [
            (Vectors.dense([0.0, 1.0, 0.0]),),
            (Vectors.dense([1.0, 0.0, 1.0]),),
            (Vectors.sparse(3, [1], [1.0]),),
        ]
        yield Case(f"naive_bayes_{kind}_unsmoothed", model, VECTORS, rows)


def silence(features: Vector, label: float) -> Vector:
    return Vectors.dense([0.0 if label == 0.0 else 1.0, *features.toArray()[1:]])


def labelled(spark: SparkSession, *, binary: bool) -> DataFrame:
    rng = random.Random(6)  # noqa: S311
    rows = []
    for index in range(45):
        label = index % 3
        counts = [float(rng.randint(0, 2 + 3 * ((label + j) % 3))) for j in range(3)]
        if binary:
            counts = [float(count > 2) for count in counts]
        rows.append((float(label), Vectors.dense(counts)))
    return spark.createDataFrame(rows, ["label", "features"])
