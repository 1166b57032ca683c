"""Samples that do not depend on the order of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyspark.sql import functions as F
from saltus_training.sampling import in_fixed_order, sample_by_key, with_row_key

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

pytestmark = pytest.mark.spark

ROWS = 10_000


@pytest.fixture(name="frame", scope="module")
def _frame(spark: SparkSession) -> DataFrame:
    numbers = spark.range(ROWS).withColumn("half", F.col("id") % F.lit(2))
    return with_row_key(numbers, ["id", "half"]).persist()


def ids(frame: DataFrame) -> set[int]:
    return {row.id for row in frame.select("id").collect()}


def test_a_sample_has_about_its_share_of_the_rows(frame: DataFrame) -> None:
    assert 0.1 == pytest.approx(sample_by_key(frame, 0.1).count() / ROWS, abs=0.01)


def test_a_sample_does_not_depend_on_the_order_of_rows(frame: DataFrame) -> None:
    shuffled = frame.orderBy(F.col("id").desc()).repartition(3, "half")

    assert ids(sample_by_key(frame, 0.05)) == ids(sample_by_key(shuffled, 0.05))


def test_a_larger_sample_contains_a_smaller_one(frame: DataFrame) -> None:
    assert ids(sample_by_key(frame, 0.02)) < ids(sample_by_key(frame, 0.04))


def test_the_whole_is_a_sample(frame: DataFrame) -> None:
    assert ROWS == sample_by_key(frame, 1.0).count()


@pytest.mark.parametrize("fraction", [0.0, -0.1, 1.1])
def test_a_share_that_is_none_is_refused(frame: DataFrame, fraction: float) -> None:
    with pytest.raises(ValueError, match=f"above 0 and up to 1: {fraction}"):
        sample_by_key(frame, fraction)


def test_rows_with_one_identity_have_one_key(frame: DataFrame) -> None:
    """And rows that differ in any part of it do not."""
    again = with_row_key(frame.drop("row_key"), ["id", "half"])

    assert ids(frame) == ids(frame.join(again, on=["id", "half", "row_key"], how="inner"))
    assert ROWS == frame.select("row_key").distinct().count()


def test_the_fixed_order_is_that_of_the_keys(frame: DataFrame) -> None:
    placed = in_fixed_order(frame.repartition(7), 3).withColumn("part", F.spark_partition_id())
    again = in_fixed_order(frame.orderBy("id"), 3).withColumn("part", F.spark_partition_id())

    assert placed.select("part", "id").collect() == again.select("part", "id").collect()
