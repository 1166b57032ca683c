"""Vectors that are null, of another size or without attributes, and scaling by sparse weights."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from case import Case
from odd_vectors import VECTORS, odd_vectors
from pyspark.ml import Pipeline
from pyspark.ml.feature import (
    DCT,
    PCA,
    ChiSqSelector,
    ElementwiseProduct,
    Interaction,
    PolynomialExpansion,
    UnivariateFeatureSelector,
    VarianceThresholdSelector,
    VectorAssembler,
    VectorIndexer,
    VectorSizeHint,
)
from pyspark.ml.linalg import Vectors, VectorUDT
from pyspark.sql.types import StructField, StructType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import DataFrame, SparkSession

NAN = float("nan")
*ROWS, NULL = odd_vectors(4, usual=3)
NULLS = [ROWS[4], NULL]
COLUMNS = {"inputCol": "features", "outputCol": "made"}
CHOSEN = {"featuresCol": "features", "outputCol": "chosen"}
# Attributes that leave the size open.
UNSIZED = StructType([StructField("features", VectorUDT(), metadata={"ml_attr": {}})])
SIZES: list[tuple[Any, ...]] = [
    (Vectors.dense([1.0, NAN]),),
    (Vectors.sparse(2, [1], [3.0]),),
    (Vectors.dense([1.0]),),
    (Vectors.sparse(3, [2], [NAN]),),
    (None,),
]


def cases(spark: SparkSession) -> Iterator[Case]:
    weights = Vectors.sparse(4, [0, 2], [2.0, -0.5])
    product = ElementwiseProduct(scalingVec=weights, **COLUMNS)
    yield Case("elementwise_product_sparse", product, VECTORS, ROWS)
    stages = {
        "dct": DCT(**COLUMNS),
        "elementwise_product": product,
        "polynomial_expansion": PolynomialExpansion(**COLUMNS),
    }
    for name, stage in stages.items():
        yield Case(f"{name}_null", stage, VECTORS, NULLS)
    drawn = [(float(i % 2), Vectors.dense([i % 2, i % 3, 1.0, i * 7 % 5])) for i in range(40)]
    frame = spark.createDataFrame(drawn, ["label", "features"])
    yield Case("pca_whole", PCA(k=4, **COLUMNS).fit(frame), VECTORS, ROWS)
    yield from interactions(spark)
    yield from sizes()
    yield from indexed(frame)
    yield from selected(frame)


def interactions(spark: SparkSession) -> Iterator[Case]:
    group = {"num_attrs": 2, "attrs": {"numeric": [{"idx": 0}, {"idx": 1}]}}
    schema = StructType.fromDDL("x double, n int")
    schema.add("v", VectorUDT(), metadata={"ml_attr": group})
    vector = Vectors.dense([1.0, -2.0])
    rows = [(2.0, 3, vector), (NAN, 0, vector), (1.0, -1, Vectors.sparse(2, [1], [4.0]))]
    odd = [(None, 1, vector), (1.0, None, vector), (1.0, 1, None)]
    frame = spark.createDataFrame(rows, schema)
    product = Pipeline(stages=[Interaction(inputCols=["x", "n", "v"], outputCol="all")])
    yield Case("interaction_null", product.fit(frame), schema, [*rows, *odd])


def sizes() -> Iterator[Case]:
    for policy in ("error", "skip", "optimistic"):
        hint = VectorSizeHint(inputCol="features", size=2, handleInvalid=policy)
        yield Case(f"vector_size_hint_sizes_{policy}", hint, UNSIZED, SIZES)


def indexed(frame: DataFrame) -> Iterator[Case]:
    for policy in ("error", "keep", "skip"):
        indexer = VectorIndexer(maxCategories=3, handleInvalid=policy, **COLUMNS).fit(frame)
        yield Case(f"vector_indexer_null_{policy}", indexer, VECTORS, NULLS)


def selected(frame: DataFrame) -> Iterator[Case]:
    for mode in ("percentile", "fpr", "fdr", "fwe"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            chi = ChiSqSelector(selectorType=mode, percentile=0.5, **CHOSEN).fit(frame)
        yield Case(f"chi_sq_selector_{mode}", chi, VECTORS, ROWS)
    for mode, feature, label in (
        ("percentile", "categorical", "categorical"),
        ("fpr", "continuous", "categorical"),
        ("fwe", "continuous", "continuous"),
    ):
        chooser = UnivariateFeatureSelector(selectionMode=mode, **CHOSEN)
        model = chooser.setFeatureType(feature).setLabelType(label).fit(frame)
        yield Case(f"univariate_feature_selector_{mode}", model, VECTORS, ROWS)
    yield Case("univariate_feature_selector_null", model, VECTORS, NULLS)
    for threshold in (0.0, 0.5, 100.0):
        variance = VarianceThresholdSelector(varianceThreshold=threshold, **CHOSEN).fit(frame)
        yield Case(f"variance_threshold_selector_{threshold}", variance, VECTORS, ROWS)
    yield Case("variance_threshold_selector_null", variance, VECTORS, NULLS)
    chosen = Pipeline(stages=[variance, VectorAssembler(inputCols=["chosen"], outputCol="all")])
    yield Case("nothing_selected_assembled", chosen.fit(frame), VECTORS, ROWS[:3])
