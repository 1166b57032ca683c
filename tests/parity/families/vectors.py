"""Vectors made of columns, and of other vectors."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

from case import Case
from odd_vectors import VECTORS, odd_vectors
from pyspark.ml import Pipeline
from pyspark.ml.feature import (
    DCT,
    PCA,
    ElementwiseProduct,
    Interaction,
    PolynomialExpansion,
    StringIndexer,
    VectorAssembler,
    VectorIndexer,
    VectorSizeHint,
    VectorSlicer,
)
from pyspark.ml.linalg import Vectors, VectorUDT
from pyspark.sql.types import DoubleType, IntegerType, StructField, StructType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

NAN, INF = float("nan"), float("inf")
POLICIES = ("error", "keep", "skip")
*ROWS, NULL = odd_vectors(4)
# The order of additions, which infinities show, is that of the library behind Spark's DCT.
FINITE = [row for row in ROWS if row[0] is not None and not any(map(math.isinf, row[0].values))]
COLUMNS = {"inputCol": "features", "outputCol": "made"}
NAMED = {
    "num_attrs": 2,
    "attrs": {"numeric": [{"idx": 0, "name": "a"}, {"idx": 1, "name": "b"}]},
}
MIXED = StructType(
    [
        StructField("x", DoubleType(), nullable=True),
        StructField("n", IntegerType(), nullable=True),
        StructField("v", VectorUDT(), nullable=True, metadata={"ml_attr": NAMED}),
    ]
)


def cases(spark: SparkSession) -> Iterator[Case]:
    for stage in (DCT(**COLUMNS), DCT(inverse=True, **COLUMNS)):
        yield Case(f"dct_{stage.getInverse()}".lower(), stage, VECTORS, FINITE)
    yield Case("dct_null", DCT(**COLUMNS), VECTORS, [ROWS[0], NULL])
    weights = Vectors.dense([2.0, 0.0, -1.5, INF])
    yield Case(
        "elementwise_product", ElementwiseProduct(scalingVec=weights, **COLUMNS), VECTORS, ROWS
    )
    product = ElementwiseProduct(scalingVec=weights, **COLUMNS)
    yield Case("elementwise_product_null", product, VECTORS, [ROWS[0], NULL])
    for degree in (1, 2, 3):
        expansion = PolynomialExpansion(degree=degree, **COLUMNS)
        yield Case(f"polynomial_expansion_{degree}", expansion, VECTORS, ROWS)
    expansion = PolynomialExpansion(**COLUMNS)
    yield Case("polynomial_expansion_null", expansion, VECTORS, [ROWS[0], NULL])
    rng = random.Random(7)  # noqa: S311
    drawn = [(Vectors.dense([rng.gauss(k, 1 + k) for k in range(4)]),) for _ in range(30)]
    pca = PCA(k=2, **COLUMNS).fit(spark.createDataFrame(drawn, VECTORS))
    yield Case("pca", pca, VECTORS, ROWS)
    yield Case("pca_null", pca, VECTORS, [ROWS[0], NULL])
    yield Case("vector_slicer", VectorSlicer(indices=[2, 0], **COLUMNS), VECTORS, ROWS)
    yield Case("vector_slicer_null", VectorSlicer(indices=[2], **COLUMNS), VECTORS, [ROWS[0], NULL])
    yield from assembled(spark)
    yield from indexed(spark)
    for policy in ("error", "skip", "optimistic"):
        hint = VectorSizeHint(inputCol="features", size=4, handleInvalid=policy)
        yield Case(f"vector_size_hint_{policy}", hint, VECTORS, [*ROWS[:4], *ROWS[-7:-4], NULL])


def assembled(spark: SparkSession) -> Iterator[Case]:
    dense, sparse = Vectors.dense([1.0, NAN]), Vectors.sparse(2, [1], [-3.0])
    rows = [
        (1.5, 2, dense),
        (-0.0, 0, sparse),
        (0.0, 0, Vectors.sparse(2, [], [])),
        (NAN, 1, sparse),
        (INF, -1, dense),
        (None, 1, sparse),
        (1.0, None, sparse),
        (1.0, 3, None),
        (1.0, 3, Vectors.dense([-INF, 0.0])),
    ]
    for policy in POLICIES:
        assembler = VectorAssembler(
            inputCols=["x", "n", "v"], outputCol="all", handleInvalid=policy
        )
        yield Case(f"vector_assembler_{policy}", assembler, MIXED, rows)
    nested = Pipeline(
        stages=[
            VectorAssembler(inputCols=["x", "n"], outputCol="first"),
            VectorAssembler(inputCols=["first", "v"], outputCol="second"),
            VectorSlicer(inputCol="second", outputCol="some", indices=[3], names=["first_n"]),
        ]
    ).fit(spark.createDataFrame(rows[:1], MIXED))
    yield Case("vector_slicer_names", nested, MIXED, rows[:3])
    numeric = Pipeline(stages=[Interaction(inputCols=["x", "n", "v"], outputCol="product")]).fit(
        spark.createDataFrame(rows[:1], MIXED)
    )
    yield Case("interaction", numeric, MIXED, rows[:3])
    extremes = [(INF, 1, dense), (-1.0, 0, Vectors.dense([INF, 0.0])), *rows[5:]]
    yield Case("interaction_extremes", numeric, MIXED, extremes)
    cities = [("oslo", 2.0), ("rome", -1.0), ("bern", NAN)]
    frame = spark.createDataFrame(cities, "city string, x double")
    nominal = Pipeline(
        stages=[
            StringIndexer(inputCol="city", outputCol="index", handleInvalid="keep"),
            Interaction(inputCols=["index", "x"], outputCol="product"),
        ]
    ).fit(frame)
    yield Case("interaction_nominal", nominal, "city string, x double", [*cities, (None, 1.0)])


def indexed(spark: SparkSession) -> Iterator[Case]:
    draws = [(Vectors.dense([float(i % 3 - 1), i / 7.0, float(i % 2) * 4]),) for i in range(30)]
    frame = spark.createDataFrame(draws, VECTORS)
    seen = [
        *draws[:3],
        (Vectors.sparse(3, [1], [0.5]),),
        (Vectors.dense([-0.0, NAN, 4.0]),),
        (Vectors.dense([5.0, 1.0, 4.0]),),
        (Vectors.dense([NAN, 1.0, 0.0]),),
        (Vectors.sparse(3, [0, 2], [1.0, 3.0]),),
        (Vectors.dense([INF, 1.0, 0.0]),),
        (Vectors.dense([1.0, -INF, 0.0]),),
        (None,),
    ]
    for policy in POLICIES:
        indexer = VectorIndexer(maxCategories=4, handleInvalid=policy, **COLUMNS).fit(frame)
        yield Case(f"vector_indexer_{policy}", indexer, VECTORS, seen)
