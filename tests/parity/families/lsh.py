"""Locality-sensitive hashes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from case import Case
from pyspark.ml import Pipeline
from pyspark.ml.feature import BucketedRandomProjectionLSH, MinHashLSH, VectorAssembler
from pyspark.ml.linalg import Vectors, VectorUDT
from pyspark.sql.types import StructField, StructType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

NAN, INFINITY = float("nan"), float("inf")
SCHEMA = StructType([StructField("v", VectorUDT())])
ROWS: list[tuple[Any, ...]] = [
    (Vectors.dense([0.0, 2.0, 5.0]),),
    (Vectors.dense([1.0, 1.0, 1.0]),),
    (Vectors.dense([-1.5, 0.0, 1e6]),),
    (Vectors.sparse(3, [0, 1], [0.5, 2.0]),),
    (Vectors.sparse(3, [2], [1.0]),),
    (Vectors.sparse(3, [0, 2], [0.0, 1.0]),),
    (Vectors.dense([NAN, 0.0, 1.0]),),
    (Vectors.dense([INFINITY, 0.0, 0.0]),),
    (Vectors.dense([0.0, -0.0, 0.0]),),
    (Vectors.sparse(3, [], []),),
    (None,),
]


def cases(spark: SparkSession) -> Iterator[Case]:
    frame = spark.createDataFrame(ROWS[:4], SCHEMA)
    for tables in (1, 3):
        hasher = MinHashLSH(inputCol="v", outputCol="hashes", seed=5, numHashTables=tables)
        yield Case(f"min_hash_lsh_{tables}", hasher.fit(frame), SCHEMA, ROWS)
    for tables, length in ((1, 2.0), (2, 0.3)):
        projection = BucketedRandomProjectionLSH(
            inputCol="v", outputCol="hashes", seed=5, numHashTables=tables, bucketLength=length
        )
        name = f"bucketed_random_projection_lsh_{tables}"
        yield Case(name, projection.fit(frame), SCHEMA, ROWS)
    yield pipeline(spark)


def pipeline(spark: SparkSession) -> Case:
    rows = [(1.0, 2), (0.0, 3), (-2.5, 0), (0.0, 0), (None, 1)]
    stages = [
        VectorAssembler(inputCols=["x", "n"], outputCol="v"),
        MinHashLSH(inputCol="v", outputCol="hashes", seed=1),
        BucketedRandomProjectionLSH(inputCol="v", outputCol="buckets", seed=1, bucketLength=0.7),
    ]
    schema = "x double, n int"
    model = Pipeline(stages=stages).fit(spark.createDataFrame(rows[:3], schema))
    return Case("lsh_pipeline", model, schema, rows)
