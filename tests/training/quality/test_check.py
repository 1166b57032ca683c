"""Typed frames against a schema."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from pyspark.ml.linalg import Vectors, VectorUDT
from pyspark.sql import types as T
from saltus_schema import FeatureSchema, Field
from saltus_training.errors import TrainingError
from saltus_training.quality import VIOLATIONS, JsonRows, QualityReport, check, split

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

pytestmark = pytest.mark.spark

SCHEMA = FeatureSchema(
    name="trip",
    inputs=[
        Field(name="carrier", type="string", categories=["UA", "AA"], on_unseen="warn"),
        Field(name="hour", type="int", minimum=0, maximum=23),
        Field(name="wind", type="double", nullable=True, on_missing="null"),
        Field(name="fare", type="decimal(5,2)", on_missing="default", default="9.5"),
        Field(name="day", type="date", minimum="2026-01-01"),
        Field(name="mix", type="vector[2]"),
        Field(name="tags", type="list<string>"),
    ],
)
TYPES = T.StructType(
    [
        T.StructField("carrier", T.StringType()),
        T.StructField("hour", T.DoubleType()),
        T.StructField("wind", T.DoubleType()),
        T.StructField("fare", T.DecimalType(8, 3)),
        T.StructField("day", T.DateType()),
        T.StructField("mix", VectorUDT()),
        T.StructField("tags", T.ArrayType(T.StringType())),
        T.StructField("late", T.BooleanType()),
    ]
)
DAY = dt.date(2026, 1, 2)
GOOD: dict[str, Any] = {
    "carrier": "UA",
    "hour": 17.0,
    "wind": None,
    "fare": None,
    "day": DAY,
    "mix": Vectors.dense(1, 2),
    "tags": [],
    "late": True,
}


@pytest.fixture(scope="module", name="frame")
def _frame(spark: SparkSession) -> DataFrame:
    changes: list[dict[str, Any]] = [
        {},
        {"carrier": "ZZ"},
        {"hour": 17.5},
        {"hour": 24.0},
        {"hour": float("nan")},
        {"hour": None, "tags": ["a", None]},
        {"wind": float("inf")},
        {"fare": Decimal("1.125")},
        {"fare": Decimal("12345.000")},
        {"day": dt.date(2025, 12, 31)},
        {"mix": Vectors.sparse(3, [1], [1.0])},
        {"mix": Vectors.sparse(2, [1], [float("nan")])},
    ]
    return spark.createDataFrame([tuple({**GOOD, **row}.values()) for row in changes], TYPES)


@pytest.fixture(scope="module", name="report")
def _report(frame: DataFrame) -> QualityReport:
    return check(frame, SCHEMA)


def test_every_rule_is_counted_by_field_in_the_schema_s_order(report: QualityReport) -> None:
    found = [(count.field, count.code, count.severity, count.rows) for count in report.counts]

    assert [
        ("carrier", "unseen_category", "warning", 1),
        ("hour", "not_finite", "error", 1),
        ("hour", "null", "error", 1),
        ("hour", "out_of_range", "error", 1),
        ("hour", "wrong_type", "error", 1),
        ("wind", "out_of_range", "error", 1),
        ("fare", "out_of_range", "error", 1),
        ("fare", "wrong_type", "error", 1),
        ("day", "out_of_range", "error", 1),
        ("mix", "not_finite", "error", 1),
        ("mix", "wrong_size", "error", 1),
        ("tags", "null", "error", 1),
    ] == found
    assert (12, 2, 10) == (report.rows, report.accepted, report.rejected)
    assert not report.passed


def test_examples_are_the_values_themselves(report: QualityReport) -> None:
    examples = {(count.field, count.code): count.examples for count in report.counts}

    assert ("ZZ",) == examples["carrier", "unseen_category"]
    assert ("24.0",) == examples["hour", "out_of_range"]
    assert ("2025-12-31",) == examples["day", "out_of_range"]
    assert () == examples["hour", "null"]


def test_rows_are_split_and_keep_their_columns(frame: DataFrame, report: QualityReport) -> None:
    accepted, rejected = split(frame, SCHEMA)

    assert frame.schema == accepted.schema
    assert {"UA", "ZZ"} == {row["carrier"] for row in accepted.collect()}
    assert [*frame.columns, VIOLATIONS] == rejected.columns
    bad = rejected.collect()
    assert report.rejected == len(bad)
    both = next(row[VIOLATIONS] for row in bad if row["tags"])
    assert [("hour", "null"), ("tags", "null")] == [(each[0], each[1]) for each in both]


def test_a_column_that_is_not_there_is_missing_in_every_row(frame: DataFrame) -> None:
    report = check(frame.select("fare", "day").limit(3), SCHEMA)

    assert {("carrier", "missing", 3), ("hour", "missing", 3)} <= {
        (count.field, count.code, count.rows) for count in report.counts
    }
    assert not any(count.field == "wind" for count in report.counts)


def test_a_frame_without_rows_passes(frame: DataFrame) -> None:
    report = check(frame.limit(0), SCHEMA)

    assert (0, 0, ()) == (report.rows, report.rejected, report.counts)


def test_names_that_differ_in_case_only_and_names_with_dots_are_found(spark: SparkSession) -> None:
    names = ["x", "X", "a.b", "`"]
    schema = FeatureSchema(name="n", inputs=[Field(name=n, type="int", minimum=1) for n in names])
    frame = spark.createDataFrame([(1, 0, 1, 0)], ["c0", "c1", "c2", "c3"]).toDF(*names)

    assert ["X", "`"] == [count.field for count in check(frame, schema).counts]


def test_a_frame_with_a_column_of_that_name_is_not_split(frame: DataFrame) -> None:
    with pytest.raises(TrainingError, match="rename it"):
        split(frame.withColumnRenamed("late", VIOLATIONS), SCHEMA)


def test_one_job_does_it_all(spark: SparkSession, frame: DataFrame) -> None:
    spark.sparkContext.setJobGroup("one", "check")
    try:
        check(frame, SCHEMA)
        jobs = spark.sparkContext.statusTracker().getJobIdsForGroup("one")
        stages = [spark.sparkContext.statusTracker().getJobInfo(job) for job in jobs]
    finally:
        spark.sparkContext.setLocalProperty("spark.jobGroup.id", None)

    # Adaptive execution runs the shuffle of the counts as a job of its own.
    assert len(stages) <= 2


def test_json_with_a_spark_that_has_no_variants_is_one_clear_error(
    frame: DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(T, "VariantType")

    with pytest.raises(TrainingError, match=r"rows of JSON need Spark 4.*give a frame with types"):
        JsonRows(frame.select("carrier"), "carrier")
    assert not check(frame, SCHEMA).passed
    assert 2 == split(frame, SCHEMA)[0].count()
