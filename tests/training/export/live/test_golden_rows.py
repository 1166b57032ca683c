"""Rows that Spark scores, and what becomes of a bundle that differs."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import saltus_runtime
from pyspark.sql import types as T
from saltus_schema import FeatureSchema, Field
from saltus_testing.lateness import SCHEMA, note
from saltus_training.errors import ExportError
from saltus_training.export import export
from saltus_training.golden import scoring
from saltus_training.scoring import score

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pyspark.ml import PipelineModel, Transformer
    from pyspark.sql import DataFrame, SparkSession
    from saltus_training.export_result import ExportResult

pytestmark = pytest.mark.spark


def test_thresholds_of_a_forest_are_among_the_golden_rows(
    exported: ExportResult,
) -> None:
    assert exported.verification == "golden"
    golden = note(exported.path, "golden_rows")
    assert {"exact"} == set(golden["columns"].values())
    hours = {row["input"]["hour"] for row in golden["rows"] if row["kind"] == "boundary"}
    assert {12, 13} <= hours


def test_rows_that_spark_drops_or_refuses_are_recorded_as_such(
    frame: DataFrame, tmp_path: Path
) -> None:
    from pyspark.ml import Pipeline  # noqa: PLC0415
    from pyspark.ml.feature import StringIndexer, VectorAssembler  # noqa: PLC0415

    pipeline = Pipeline(
        stages=[
            StringIndexer(inputCols=["carrier"], outputCols=["index"]),
            VectorAssembler(inputCols=["index", "hour"], outputCol="o", handleInvalid="skip"),
        ]
    )
    target = tmp_path / "strict.zip"
    result = export(pipeline.fit(frame.dropna()), frame.dropna(), target, schema=SCHEMA)
    rows = note(target, "golden_rows")["rows"]
    unseen = [row for row in rows if row["kind"] == "unseen"]
    assert ["org.apache.spark.SparkException: Unseen label: unseen. "] == [
        row["error"].partition("To handle")[0] for row in unseen
    ]
    dropped = [row["input"]["hour"] for row in rows if row.get("output", 0) is None]
    assert dropped == [None]
    assert "unseen-raises" in {finding.rule for finding in result.findings}


def test_a_wrong_forecast_of_errors_does_not_change_the_answers(
    spark: SparkSession, frame: DataFrame
) -> None:
    """Rows that raise are found among the others, and no other row is lost with them."""
    from pyspark.ml.feature import StringIndexer  # noqa: PLC0415

    schema = FeatureSchema(name="made", inputs=(Field(name="carrier", type="string"),))
    model: Transformer = StringIndexer(inputCol="carrier", outputCol="i").fit(frame.dropna())
    scorer = scoring.SparkScorer(spark, model, schema, {"i"})
    rows = [{"carrier": value} for value in ("UA", "?", "AA", "!", "DL")]
    outcomes = scorer.score(rows, [True, False, False, False, False])
    assert [False, True, False, True, False] == [bool(outcome.error) for outcome in outcomes]
    assert [True, False, True, False, True] == [outcome.output is not None for outcome in outcomes]


def test_a_difference_to_spark_names_its_place_and_leaves_nothing_behind(
    fit: Callable[..., PipelineModel],
    frame: DataFrame,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The fault is planted: a coefficient is not the one that Spark scores with."""
    from pyspark.ml.classification import LogisticRegression  # noqa: PLC0415
    from saltus_training.bundle import values  # noqa: PLC0415

    def off(given: Any) -> values.Value:
        return _vector([given[0] + 0.25, *given[1:]])

    _vector = values.vector
    monkeypatch.setattr(values, "vector", off)
    model = fit(LogisticRegression(featuresCol="raw", maxIter=2))
    target = tmp_path / "out/late.zip"
    target.parent.mkdir()
    target.write_bytes(b"old")
    with pytest.raises(ExportError) as caught:
        export(model, frame, target, schema=SCHEMA)
    assert "verification of `05_logistic_regression`" == caught.value.stage
    assert re.fullmatch(
        r"golden row \d+ differs in column `rawPrediction`: Spark gives .+, the runtime .+",
        caught.value.reason,
    )
    assert b"old" == target.read_bytes()
    assert [target] == list(target.parent.iterdir())


def test_a_column_that_the_pipeline_overwrites_has_its_new_values(
    frame: DataFrame, tmp_path: Path
) -> None:
    from pyspark.ml import Pipeline  # noqa: PLC0415
    from pyspark.ml.feature import SQLTransformer, StringIndexer  # noqa: PLC0415

    statement = "SELECT lower(carrier) AS carrier, hour + 1 AS hour FROM __THIS__"
    stages = [
        SQLTransformer(statement=statement),
        StringIndexer(inputCol="carrier", outputCol="index", handleInvalid="keep"),
    ]
    target = tmp_path / "late.zip"
    result = export(Pipeline(stages=stages).fit(frame), frame, target, schema=SCHEMA)

    assert "golden" == result.verification
    rows = note(target, "golden_rows")["rows"]
    assert {("UA", "ua"), ("AA", "aa")} <= {
        (row["input"]["carrier"], row["output"]["carrier"]) for row in rows if "output" in row
    }
    scorer = saltus_runtime.load(target).scorer(["hour", "index"])
    assert {"hour": 8, "index": 1.0} == scorer.score({"carrier": "UA", "hour": 7})
    scored = score(frame.select("carrier", "hour"), target, outputs=["hour", "index"])
    assert ["carrier", "hour", "index"] == scored.columns
    assert [row.hour and row.hour + 1 for row in frame.limit(9).collect()] == [
        row.hour for row in scored.limit(9).collect()
    ]


def test_decimals_days_moments_and_vectors_have_golden_rows_of_each_kind(
    spark: SparkSession, tmp_path: Path
) -> None:
    from pyspark.ml import Pipeline  # noqa: PLC0415
    from pyspark.ml.feature import SQLTransformer, VectorAssembler  # noqa: PLC0415
    from pyspark.ml.linalg import Vectors  # noqa: PLC0415

    rows = [
        (Decimal(number), dt.date(2024, 1, number), dt.datetime(2024, 3, number, 12), vector)  # noqa: DTZ001
        for number, vector in ((1, Vectors.dense([1.0, 0.0])), (5, Vectors.dense([0.0, -2.0])))
    ]
    inputs = (
        Field(name="c", type="decimal(6,2)", nullable=True),
        Field(name="d", type="date", nullable=True),
        Field(name="w", type="timestamp", nullable=True),
        Field(name="v", type="vector[2]", nullable=True),
    )
    schema = FeatureSchema(name="times", inputs=inputs)
    frame = spark.createDataFrame(rows, T.StructType.fromJson(schema.spark_struct()))
    statement = "SELECT *, c * 2 AS c2, year(d) AS y, hour(w) AS h FROM __THIS__"
    stages = [
        SQLTransformer(statement=statement),
        VectorAssembler(inputCols=["c2", "y", "h", "v"], outputCol="o", handleInvalid="keep"),
    ]
    target = tmp_path / "times.zip"
    result = export(Pipeline(stages=stages).fit(frame), frame, target, schema=schema)
    assert "golden" == result.verification
    assert {"typical", "null", "extreme", "boundary"} == set(result.golden_rows)
