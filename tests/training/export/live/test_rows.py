"""Rows for a saved model: a frame, or a file that the command reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import saltus_runtime
from saltus_testing.lateness import ROWS, SCHEMA, note
from saltus_training.cli import app
from saltus_training.errors import ExportError
from saltus_training.export import export_saved
from typer.testing import CliRunner

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result
    from pyspark.ml import PipelineModel
    from pyspark.sql import DataFrame, SparkSession

pytestmark = pytest.mark.spark


def test_a_frame_alone_says_what_the_inputs_are(
    forest: PipelineModel, frame: DataFrame, tmp_path: Path
) -> None:
    """Also from a saved model, and in protobuf."""
    forest.write().save(str(tmp_path / "saved"))
    target = tmp_path / "late.zip"
    result = export_saved(tmp_path / "saved", target, frame=frame.drop("late"), encoding="protobuf")

    bundle = saltus_runtime.load(target)
    assert ("golden", "protobuf") == (result.verification, bundle.format)
    assert {"carrier", "hour", "wind", "distance", "weekend"} == {c.name for c in bundle.inputs}


def test_rows_in_a_file_are_scored_by_a_spark_that_the_command_starts(
    forest: PipelineModel, frame: DataFrame, tmp_path: Path
) -> None:
    """Twice, and to equal bytes; once with the StructType of the frame, label and all."""
    forest.write().save(str(tmp_path / "saved"))
    rows, schema = tmp_path / "rows.jsonl", tmp_path / "schema.json"
    rows.write_text("\n".join(frame.toJSON().collect()), encoding="utf-8")
    schema.write_text(SCHEMA.to_json(), encoding="utf-8")
    targets = [tmp_path / "1.zip", tmp_path / "2.zip"]
    for target in targets:
        result = run_command(tmp_path / "saved", "-o", target, "--schema", schema, "--rows", rows)
        assert 0 == result.exit_code, result.stderr
        assert "\nverified: " in result.stdout
    assert targets[0].read_bytes() == targets[1].read_bytes()
    assert ROWS == note(targets[0], "baseline")["rows"]

    schema.write_text(frame.drop("late").schema.json(), encoding="utf-8")
    result = run_command(
        tmp_path / "saved", "-o", targets[0], "--schema", schema, "--rows", rows, "--json"
    )
    assert "golden" == json.loads(result.stdout)["verification"]


def test_rows_in_parquet_say_themselves_what_the_inputs_are(
    forest: PipelineModel, frame: DataFrame, tmp_path: Path
) -> None:
    forest.write().save(str(tmp_path / "saved"))
    frame.drop("late").write.parquet(str(tmp_path / "rows"))
    result = run_command(tmp_path / "saved", "-o", tmp_path / "m.zip", "--rows", tmp_path / "rows")
    assert 0 == result.exit_code, result.stderr
    assert "verified: " in result.stdout


def test_a_model_saved_here_converts_to_equal_bytes_each_time(
    forest: PipelineModel, frame: DataFrame, tmp_path: Path
) -> None:
    """And its predictions are Spark's."""
    saved = tmp_path / "model"
    forest.write().save(saved.as_uri())
    results = [
        export_saved(saved, tmp_path / f"{number}.zip", schema=SCHEMA) for number in range(2)
    ]
    assert results[0].sha256 == results[1].sha256
    scorer = saltus_runtime.load(results[0].path).scorer(["prediction"])
    rows = [row.asDict() for row in frame.limit(50).collect()]
    spark_says = [row["prediction"] for row in forest.transform(frame.limit(50)).collect()]
    assert spark_says == [row and row["prediction"] for row in scorer.score_many(rows)]


def test_mleaps_own_writer_needs_rows(tmp_path: Path, forest: PipelineModel) -> None:
    forest.write().save(str(tmp_path / "saved"))
    with pytest.raises(ExportError, match="needs a running Spark and rows"):
        export_saved(tmp_path / "saved", tmp_path / "late.zip", schema=SCHEMA, writer="mleap")


def test_the_command_leaves_a_running_sparks_settings_as_they_were(
    spark: SparkSession, frame: DataFrame, forest: PipelineModel, tmp_path: Path
) -> None:
    forest.write().save(str(tmp_path / "saved"))
    frame.drop("late").write.parquet(str(tmp_path / "rows"))
    names = ("spark.sql.session.timeZone", "spark.sql.ansi.enabled")
    before = {name: spark.conf.get(name) for name in names}
    options = ("--rows", tmp_path / "rows", "--time-zone", "Asia/Tokyo", "--no-ansi")
    result = run_command(tmp_path / "saved", "-o", tmp_path / "m.zip", *options)
    assert 0 == result.exit_code, result.stderr
    assert {"time_zone": "Asia/Tokyo", "ansi": False}.items() <= note(
        tmp_path / "m.zip", "model_card"
    ).items()
    assert before == {name: spark.conf.get(name) for name in names}


def run_command(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["export", *map(str, arguments)])
