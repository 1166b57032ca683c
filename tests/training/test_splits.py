"""Parting rows into what is learned from and what is asked about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from saltus_training.splits import split_by_chance, split_by_group, split_by_time

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


@pytest.fixture(name="customers", scope="module")
def _customers(spark: SparkSession) -> DataFrame:
    return spark.range(1000).selectExpr("id", "id % 100 as customer", "xxhash64(id) as row_key")


def test_a_group_is_on_one_side(customers: DataFrame) -> None:
    split = split_by_group(customers, ["customer"], evaluated=0.3, seed=1)
    train, test = (
        {row.customer for row in part.select("customer").distinct().collect()}
        for part in (split.train, split.test)
    )

    assert set(range(100)) == train | test
    assert not train & test
    assert 15 < len(test) < 45


def test_chance_takes_the_same_rows_however_they_lie(customers: DataFrame) -> None:
    expected = ids(split_by_chance(customers, evaluated=0.2, seed=1).test)

    shuffled = customers.repartition(7).orderBy("customer")

    assert expected == ids(split_by_chance(shuffled, evaluated=0.2, seed=1).test)
    assert expected != ids(split_by_chance(customers, evaluated=0.2, seed=2).test)
    assert 150 < len(expected) < 250


def test_a_share_of_nothing_or_all_is_refused(customers: DataFrame) -> None:
    with pytest.raises(ValueError, match="above 0 and below 1"):
        split_by_chance(customers, evaluated=1.0, seed=1)
