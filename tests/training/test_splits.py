"""Parting rows into a past to learn from and a future to be asked about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from saltus_training.splits import split_by_time

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

pytestmark = pytest.mark.spark

BOUNDARY = datetime(2013, 10, 1, tzinfo=UTC)


@pytest.fixture(name="frame", scope="module")
def _frame(spark: SparkSession) -> DataFrame:
    moments = ["2013-09-30 23:59:59", "2013-10-01 00:00:00", "2013-10-02 12:00:00", None]
    rows = list(enumerate(moments))
    return spark.createDataFrame(rows, "id int, at string").selectExpr("id", "timestamp(at) at")


def ids(frame: DataFrame) -> list[int]:
    return sorted(row.id for row in frame.collect())


def test_the_boundary_itself_is_evaluated(frame: DataFrame) -> None:
    split = split_by_time(frame, "at", BOUNDARY)

    assert [0] == ids(split.train)
    assert [1, 2] == ids(split.test)


def test_the_boundary_means_the_same_moment_in_every_zone(frame: DataFrame) -> None:
    boundary = datetime.fromisoformat("2013-09-30T19:00:00-05:00")

    assert [0] == ids(split_by_time(frame, "at", boundary).train)


def test_a_boundary_without_a_zone_is_refused(frame: DataFrame) -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        split_by_time(frame, "at", BOUNDARY.replace(tzinfo=None))
