"""Category indices to vectors and to what the target says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from case import Case
from pyspark.ml import Pipeline
from pyspark.ml.feature import OneHotEncoder, StringIndexer, TargetEncoder, VectorAssembler

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

NAN, INFINITY = float("nan"), float("inf")
POLICIES = ("error", "keep")
INDICES: list[tuple[Any, ...]] = [
    *((0.0,), (1.0,), (2.0,), (3.0,), (1.5,), (-1.0,), (NAN,), (None,)),
    *((-0.0,), (-0.5,), (2.9,), (4.0,), (INFINITY,), (-INFINITY,)),
]


def cases(spark: SparkSession) -> Iterator[Case]:
    yield from one_hot(spark)
    yield from one_hot_shapes(spark)
    yield from targets(spark)
    yield from target_shapes(spark)


def one_hot(spark: SparkSession) -> Iterator[Case]:
    frame = spark.createDataFrame([(0.0,), (1.0,), (2.0,)], "index double")
    for policy in POLICIES:
        for drop in (True, False):
            encoder = OneHotEncoder(
                inputCol="index", outputCol="hot", handleInvalid=policy, dropLast=drop
            )
            name = f"one_hot_encoder_{policy}{'' if drop else '_all'}"
            yield Case(name, encoder.fit(frame), "index double", INDICES)


def one_hot_shapes(spark: SparkSession) -> Iterator[Case]:
    schema = "i int, f float"
    frame = spark.createDataFrame([(0, 0.0), (1, 3.0)], schema)
    rows: list[tuple[Any, ...]] = [(0, 0.0), (1, 3.0), (2, 2.5), (1, 4.0), (None, 1.0), (1, NAN)]
    for policy in POLICIES:
        encoder = OneHotEncoder(
            inputCols=["i", "f"], outputCols=["a", "b"], handleInvalid=policy, dropLast=False
        )
        yield Case(f"one_hot_encoder_several_{policy}", encoder.fit(frame), schema, rows)
    lone = spark.createDataFrame([(0,)], "i long")
    encoder = OneHotEncoder(inputCol="i", outputCol="hot", handleInvalid="keep")
    yield Case("one_hot_encoder_of_one_category", encoder.fit(lone), "i long", [(0,), (1,)])
    texts = spark.createDataFrame([("a",), ("b",), ("c",), ("a",)], "s string")
    for policy in POLICIES:
        stages = [
            StringIndexer(inputCol="s", outputCol="i", handleInvalid=policy),
            OneHotEncoder(inputCol="i", outputCol="hot", handleInvalid=policy),
            VectorAssembler(inputCols=["hot", "i"], outputCol="all"),
        ]
        model = Pipeline(stages=stages).fit(texts)
        rows = [("a",), ("b",), ("c",), ("d",), (None,)]
        yield Case(f"one_hot_encoder_of_an_indexer_{policy}", model, "s string", rows)


def targets(spark: SparkSession) -> Iterator[Case]:
    seen = [(0.0, 1.0), (0.0, 0.0), (1.0, 1.0), (1.0, 1.0), (1.0, 0.0), (3.0, 0.0), (None, 1.0)]
    without_null = spark.createDataFrame(seen[:-1], "index double, y double")
    with_null = spark.createDataFrame(seen, "index double, y double")
    for policy in POLICIES:
        for target in ("binary", "continuous"):
            encoder = TargetEncoder(
                inputCol="index", outputCol="code", labelCol="y", targetType=target, smoothing=1.7
            ).setHandleInvalid(policy)
            name = f"target_encoder_{target}_{policy}"
            rows = [*INDICES, (2147483647.0,)]
            yield Case(name, encoder.fit(without_null), "index double", rows)
        rows = [(None,), (0.0,), (3.0,), (2.0,), (-1.0,), (NAN,)]
        yield Case(f"target_encoder_of_null_{policy}", encoder.fit(with_null), "index double", rows)


def target_shapes(spark: SparkSession) -> Iterator[Case]:
    schema = "a byte, b short, c int, d long, y double"
    seen = [(0, 1, 2, 3, 10.25), (1, 1, 0, 3, -4.5), (1, 0, 2, 2, 7.1), (0, 0, 2, 3, 0.1)]
    encoder = TargetEncoder(
        inputCols=["a", "b", "c", "d"],
        outputCols=["w", "x", "y1", "z"],
        labelCol="y",
        targetType="continuous",
        handleInvalid="keep",
    )
    model = encoder.fit(spark.createDataFrame(seen, schema))
    rows = [(0, 1, 2, 3), (1, 0, 0, 2), (7, -1, 5, 2**40), (None, None, None, None)]
    yield Case("target_encoder_several", model, schema.rpartition(",")[0], rows)
    stages = [
        StringIndexer(inputCol="s", outputCol="i", handleInvalid="keep"),
        TargetEncoder(inputCol="i", outputCol="code", labelCol="y", handleInvalid="keep"),
        VectorAssembler(inputCols=["code"], outputCol="all"),
    ]
    texts = [("a", 1.0), ("b", 0.0), ("a", 0.0), ("c", 1.0)]
    frame = spark.createDataFrame(texts, "s string, y double")
    rows = [("a",), ("b",), ("c",), ("d",), (None,)]
    yield Case("target_encoder_of_an_indexer", Pipeline(stages=stages).fit(frame), "s string", rows)
