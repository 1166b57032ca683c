"""Strings to indices, indices to categories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from case import Case
from pyspark.ml.feature import OneHotEncoder, StringIndexer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

NAN = float("nan")
POLICIES = ("error", "keep", "skip")


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

    numbers = [(-0.0,), (0.0,), (1.5,), (3.0,), (1e16,), (NAN,), (None,), (2.0,)]
    model = StringIndexer(inputCol="x", outputCol="index", handleInvalid="keep").fit(
        spark.createDataFrame([(0.0,), (1.5,), (1.5,), (3.0,), (1e16,)], "x double")
    )
    yield Case("string_indexer_doubles", model, "x double", numbers)

    indices = [(0.0,), (1.0,), (2.0,), (3.0,), (1.5,), (-1.0,), (NAN,), (None,)]
    frame = spark.createDataFrame([(0.0,), (1.0,), (2.0,)], "index double")
    for policy in ("error", "keep"):
        for drop in (True, False):
            encoder = OneHotEncoder(
                inputCol="index", outputCol="hot", handleInvalid=policy, dropLast=drop
            )
            name = f"one_hot_encoder_{policy}{'' if drop else '_all'}"
            yield Case(name, encoder.fit(frame), "index double", indices)
