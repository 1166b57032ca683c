"""Ratings of items by users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from case import Case
from pyspark.ml.recommendation import ALS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

BEYOND_INT = 2**31


def cases(spark: SparkSession) -> Iterator[Case]:
    ratings = [(i % 5, i % 7, float(i * i % 4)) for i in range(35)]
    frame = spark.createDataFrame(ratings, "user int, item int, rating double")
    known = [(user, item) for user in (0, 3, 4, 99, -1) for item in (0, 6, 7)]
    for strategy in ("nan", "drop"):
        als = ALS(userCol="user", itemCol="item", rank=6, seed=1, coldStartStrategy=strategy).fit(
            frame
        )
        yield Case(f"als_{strategy}", als, "user int, item int", [*known, (None, 1), (1, None)])
        yield Case(
            f"als_{strategy}_long",
            als,
            "user long, item int",
            [*known, (None, 1), (BEYOND_INT, 1), (-BEYOND_INT, 1)],
        )
        doubles = [
            (1.0, 2),
            (1.5, 2),
            (float("nan"), 2),
            (3e9, 2),
            (-0.0, 2),
            (float("inf"), 2),
            (None, 2),
        ]
        yield Case(f"als_{strategy}_double", als, "user double, item int", doubles)
