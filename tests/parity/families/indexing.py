"""Strings to indices, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from case import Case
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.feature import IndexToString, StringIndexer, StringIndexerModel
from pyspark.sql import functions as F

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

NAN, INFINITY = float("nan"), float("inf")
POLICIES = ("error", "keep", "skip")
NUMBERS: dict[str, list[Any]] = {
    "byte": [1, 0, -128, 7, None],
    "int": [1, 0, -(2**31), 7, None],
    "long": [1, 0, 2**63 - 1, 7, None],
    "float": [1.0, 0.1, -0.0, 1e10, NAN, INFINITY, 7.0, None],
}


def cases(spark: SparkSession) -> Iterator[Case]:
    cities = [("rome",), ("oslo",), ("oslo",), ("",), ("rome",), ("oslo",), (None,), ("Ärö",)]
    train = spark.createDataFrame(cities, "city string")
    seen = [("oslo",), ("rome",), ("",), ("Ärö",), ("ärö",), ("Oslo",), (" oslo",), (None,)]
    for policy in POLICIES:
        indexer = StringIndexer(
            inputCol="city", outputCol="index", handleInvalid="skip", stringOrderType="alphabetAsc"
        )
        model = indexer.fit(train).setHandleInvalid(policy)
        yield Case(f"string_indexer_{policy}", model, "city string", seen)
    yield from numbers(spark)
    yield from several()
    yield from not_numbers(spark)
    yield from back_to_strings(spark)


def numbers(spark: SparkSession) -> Iterator[Case]:
    rows = [(-0.0,), (0.0,), (1.5,), (3.0,), (1e16,), (NAN,), (None,), (2.0,)]
    model = StringIndexer(inputCol="x", outputCol="index", handleInvalid="keep").fit(
        spark.createDataFrame([(0.0,), (1.5,), (1.5,), (3.0,), (1e16,)], "x double")
    )
    yield Case("string_indexer_doubles", model, "x double", rows)
    for kind, listed in NUMBERS.items():
        rows = [(value,) for value in listed]
        frame = spark.createDataFrame(rows[:-2], f"x {kind}")
        indexer = StringIndexer(inputCol="x", outputCol="index", handleInvalid="keep")
        yield Case(f"string_indexer_{kind}", indexer.fit(frame), f"x {kind}", rows)


def not_numbers(spark: SparkSession) -> Iterator[Case]:
    frame = spark.createDataFrame([(0.5,), (2.0,)], "x double")
    for policy in ("error", "skip"):
        indexer = StringIndexer(inputCol="x", outputCol="index", handleInvalid=policy)
        rows = [(0.5,), (2.0,), (NAN,), (None,), (INFINITY,)]
        yield Case(f"string_indexer_doubles_{policy}", indexer.fit(frame), "x double", rows)


def several() -> Iterator[Case]:
    rows = [("a", 1), ("b", 2), ("c", 1), ("a", 3), (None, 2), ("b", None), (None, None)]
    schema = "s string, n int"
    for policy in POLICIES:
        model = StringIndexerModel.from_arrays_of_labels(
            [["a", "b"], ["2", "1"]], inputCols=["s", "n"], outputCols=["i", "j"]
        ).setHandleInvalid(policy)
        yield Case(f"string_indexer_several_{policy}", model, schema, rows)
    for policy in ("error", "keep"):
        absent = StringIndexerModel.from_arrays_of_labels(
            [["no", "yes"], ["a", "b"]], inputCols=["label", "s"], outputCols=["y", "i"]
        ).setHandleInvalid(policy)
        name = f"string_indexer_without_its_label_{policy}"
        yield Case(name, absent, "s string", [("b",), ("c",), (None,)])
    unknown = StringIndexerModel.from_labels(["__unknown", "a"], inputCol="s", outputCol="i")
    rows = [("a", 1), ("__unknown", 1), ("b", 1)]
    yield Case("string_indexer_of_unknown", unknown, schema, rows)
    equal = StringIndexerModel.from_labels(["a", "b", "a"], inputCol="s", outputCol="i")
    yield Case("string_indexer_of_equal_labels", equal.setHandleInvalid("keep"), schema, rows)


def back_to_strings(spark: SparkSession) -> Iterator[Case]:
    indices = [0.0, 1.0, 2.0, 1.9, -0.5, -0.0, -1.0, 3.0, NAN, INFINITY, 1e20, None]
    labels = ["a", "", "é 😀"]
    given = IndexToString(inputCol="index", outputCol="label", labels=labels)
    yield Case("index_to_string", given, "index double", [(index,) for index in indices])
    for kind in ("byte", "long", "float"):
        rows = [(float(i) if kind == "float" else i,) for i in (0, 2, -1, 3)]
        yield Case(f"index_to_string_{kind}", given, f"index {kind}", [*rows, (None,)])
    for policy in POLICIES:
        stages = [
            StringIndexer(inputCol="s", outputCol="index", handleInvalid=policy),
            IndexToString(inputCol="index", outputCol="label"),
        ]
        frame = spark.createDataFrame([("a",), ("b",), ("a",)], "s string")
        model = Pipeline(stages=stages).fit(frame)
        name = f"index_to_string_of_an_indexer_{policy}"
        yield Case(name, model, "s string", [("a",), ("b",), ("c",), (None,)])
    frame = frame.withColumn("index", F.lit(1.0).alias("index", metadata=attribute("x", "y")))
    schema = frame.select("index").schema
    inverse = PipelineModel([IndexToString(inputCol="index", outputCol="label")])
    yield Case("index_to_string_of_a_frame", inverse, schema, [(0.0,), (1.0,), (2.0,)])


def attribute(*values: str) -> dict[str, Any]:
    return {"ml_attr": {"type": "nominal", "vals": list(values), "name": "index"}}
