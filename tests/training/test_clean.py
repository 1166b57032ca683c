"""What happens to rows once, before they are learned from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyspark.sql import functions as F
from saltus_training.clean import where_possible, without_duplicates, without_outliers

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

pytestmark = pytest.mark.spark


@pytest.fixture(name="frame", scope="module")
def _frame(spark: SparkSession) -> DataFrame:
    rows = [(1, 10.0), (1, 10.0), (2, 11.0), (3, 12.0), (4, 13.0), (5, -1.0), (6, None), (7, 500.0)]
    return spark.createDataFrame(rows, "id int, size double")


def ids(frame: DataFrame) -> list[int]:
    return sorted(row.id for row in frame.collect())


def test_equal_rows_are_one(frame: DataFrame) -> None:
    assert [1, 2, 3, 4, 5, 6, 7] == ids(without_duplicates(frame))
    assert 7 == without_duplicates(frame, ["id"]).count()


def test_impossible_rows_go_and_gaps_stay(frame: DataFrame) -> None:
    assert [1, 1, 2, 3, 4, 6, 7] == ids(where_possible(frame, F.col("size") >= 0))


def test_outliers_go_and_gaps_stay(frame: DataFrame) -> None:
    assert [1, 1, 2, 3, 4, 6] == ids(without_outliers(frame, ["size"]))


def test_a_negative_reach_is_refused(frame: DataFrame) -> None:
    with pytest.raises(ValueError, match="must not be negative"):
        without_outliers(frame, ["size"], reach=-1)
