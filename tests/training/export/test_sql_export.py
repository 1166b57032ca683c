"""Statements of SQL exported from a running Spark: golden rows agree, dates and decimals too."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import saltus_runtime
from pyspark.ml import PipelineModel
from pyspark.ml.feature import SQLTransformer
from saltus_training.export import export

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import DataFrame, SparkSession

pytestmark = pytest.mark.spark

STRUCT = "a int, d date, w timestamp, c decimal(5,2)"


@pytest.fixture(scope="module")
def frame(spark: SparkSession) -> DataFrame:
    # Another test's command may have set its own rules in the one session of the run.
    spark.conf.set("spark.sql.ansi.enabled", "true")
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    noon = dt.datetime(2024, 2, 29, 12, 30)  # noqa: DTZ001 - naive, as pyspark takes it
    rows = [(1, noon.date(), noon, Decimal("1.25")), (0, None, None, None), (-5, None, noon, None)]
    return spark.createDataFrame(rows, STRUCT)


def model(*statements: str) -> PipelineModel:
    return PipelineModel([SQLTransformer(statement=statement) for statement in statements])


def test_dates_times_and_decimals_are_golden(frame: DataFrame, tmp_path: Path) -> None:
    statement = "SELECT *, date_add(d, a) AS e, w AS v, c * 2 AS b, 6 / a AS q FROM __THIS__"
    path = tmp_path / "model.zip"
    result = export(model(statement), frame, path, card={"time_zone": "UTC"})
    assert "golden" == result.verification
    assert ["sql-raises", "extension-op"] == [finding.rule for finding in result.findings]
    row = {"a": 2, "d": "2024-02-28", "w": "2024-02-29T13:30:00+01:00", "c": "1.25"}
    assert {"e": "2024-03-01", "v": "2024-02-29T12:30:00.000000Z", "b": "2.50", "q": 3.0} == (
        saltus_runtime.load(path).scorer().score(row)
    )


def test_golden_rows_of_a_projection_tell_dropped_rows(frame: DataFrame, tmp_path: Path) -> None:
    filtered = "SELECT a + 1 AS b, a FROM __THIS__ WHERE a > 0"
    path = tmp_path / "model.zip"
    result = export(model(filtered, "SELECT b * 2 AS c2 FROM __THIS__"), frame, path)
    assert "golden" == result.verification
    scorer = saltus_runtime.load(path).scorer()
    assert [{"c2": 8}, None, None] == scorer.score_many([{"a": 3}, {"a": 0}, {"a": None}])
