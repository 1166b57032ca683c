"""Numbers in the place of missing ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from case import Case
from pyspark.ml.feature import Imputer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

NAN, INF = float("nan"), float("inf")


def cases(spark: SparkSession) -> Iterator[Case]:
    schema = "x double, f float, n int, k long"
    train = [(1.0, 0.25, 1, 7), (2.5, NAN, 2, 7), (NAN, 3.5, 2, None), (4.0, 0.25, 9, 1 << 40)]
    frame = spark.createDataFrame(train, schema)
    rows = [
        *train,
        (None, None, None, None),
        (-1.0, -1.0, -1, -1),
        (INF, -INF, 2**31 - 1, -(2**63)),
        (-0.0, 0.1, 0, 0),
    ]
    names = ["x", "f", "n", "k"]
    for strategy in ("mean", "median", "mode"):
        imputer = Imputer(
            inputCols=names, outputCols=[f"{name}_i" for name in names], strategy=strategy
        )
        yield Case(f"imputer_{strategy}", imputer.fit(frame), schema, rows)
    in_place = Imputer(inputCols=names, outputCols=names, strategy="median")
    yield Case("imputer_in_place", in_place.fit(frame), schema, rows, overwritten=names)
    marked = Imputer(inputCol="x", outputCol="x_i", missingValue=-1.0).fit(frame.dropna())
    yield Case("imputer_of_minus_one", marked, schema, rows)
