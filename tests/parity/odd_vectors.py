"""Vectors of both forms with every kind of number, for models that read a feature vector."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from pyspark.ml.linalg import Vectors, VectorUDT
from pyspark.sql.types import StructField, StructType

if TYPE_CHECKING:
    from pyspark.ml.linalg import Vector

VECTORS = StructType([StructField("features", VectorUDT(), nullable=True)])
EXTREMES = (float("nan"), float("inf"), float("-inf"), 1e10, 1e-300, -0.0)


def odd_vectors(size: int, *, usual: int = 8) -> list[tuple[Vector | None]]:
    """Zeros, ones, explicit zeros, extremes, null, and some usual rows."""
    rng = random.Random(5)  # noqa: S311
    rows: list[tuple[Vector | None]] = [
        (Vectors.dense([0.0] * size),),
        (Vectors.sparse(size, [], []),),
        (Vectors.sparse(size, [size - 1], [-2.0]),),
        (Vectors.sparse(size, [0, 1], [0.0, 3.0]),),
        (Vectors.dense([1.0] * size),),
        *((Vectors.dense([rng.gauss(0, 2) for _ in range(size)]),) for _ in range(usual)),
    ]
    odd_rows = [(Vectors.dense([value] + [1.0] * (size - 1)),) for value in EXTREMES]
    return [*rows, *odd_rows, (Vectors.sparse(size, [0], [float("nan")]),), (None,)]
