"""Columns of any type to one hashed vector."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from case import Case
from pyspark.ml import PipelineModel
from pyspark.ml.feature import FeatureHasher, VectorAssembler

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

NAN, INFINITY = float("nan"), float("inf")
SCHEMA = "b boolean, y byte, h short, i int, l long, f float, d double, s string"
COLUMNS = [column.split()[0] for column in SCHEMA.split(", ")]
ROWS: list[tuple[Any, ...]] = [
    (True, 1, 2, 3, 4, 0.5, 0.25, "a"),
    (False, -128, -32768, -(2**31), -(2**63), -0.0, -0.0, ""),
    (True, 127, 32767, 2**31 - 1, 2**63 - 1, 1e10, 1e-5, "é=😀"),
    (None, None, None, None, None, None, None, None),
    (False, 0, 0, 0, 0, NAN, NAN, "null"),
    (True, 0, 0, 0, 0, INFINITY, -INFINITY, "s=s"),
    (True, 0, 0, 0, 2**53 + 1, 0.1, 123456789.125, "true"),
]


def cases(spark: SparkSession) -> Iterator[Case]:
    del spark
    categorical: dict[str, list[str] | None] = {
        "numeric": None,
        "categorical": ["y", "h", "i", "l", "f", "d"],
        "partly": ["i", "d", "s", "absent"],
    }
    for name, columns in categorical.items():
        hasher = FeatureHasher(inputCols=COLUMNS, outputCol="hashed", numFeatures=500)
        if columns is not None:
            hasher = hasher.setCategoricalCols(columns)
        yield Case(f"feature_hasher_{name}", hasher, SCHEMA, ROWS)
    colliding = FeatureHasher(inputCols=COLUMNS, outputCol="hashed", numFeatures=2)
    yield Case("feature_hasher_colliding", colliding, SCHEMA, ROWS[:4])
    default = FeatureHasher(inputCols=["s", "d"], outputCol="hashed")
    yield Case("feature_hasher_default", default, "s string, d double", [("a", 1.5), (None, None)])
    small = FeatureHasher(inputCols=["s", "i"], outputCol="hashed", numFeatures=8)
    assembler = VectorAssembler(inputCols=["hashed", "d"], outputCol="all")
    rows = [("a", 3, 1.5), ("b", None, -0.0), (None, None, 2.0), ("b", 1, None)]
    pipeline = PipelineModel([small, assembler])
    yield Case("feature_hasher_assembled", pipeline, "s string, i int, d double", rows)
