"""Frames, files and streams on Spark get what the bundle gives row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from saltus_testing.scored import Row, admitted_rows, expected_scores, scores_by_id, write_lines
from saltus_training.scoring import ScoringError, ScoringModel, register_udf, score
from saltus_training.scoring.batch import BatchJob, score_batch
from saltus_training.scoring.stream import StreamJob, score_stream

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import SparkSession

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module", name="model")
def _model(sample_bundle: Path) -> ScoringModel:
    return ScoringModel.load(sample_bundle)


@pytest.fixture(scope="module", name="rows")
def _rows(model: ScoringModel) -> list[Row]:
    return admitted_rows(model.bundle)


def scores_of(spark: SparkSession, path: Path) -> dict[int, Any]:
    return scores_by_id([row.asDict() for row in spark.read.parquet(str(path)).collect()])


def test_batch_and_stream_give_what_rows_give(
    spark: SparkSession, model: ScoringModel, rows: list[Row], tmp_path: Path
) -> None:
    source = write_lines(tmp_path / "in/a.json", rows).parent
    job = BatchJob(source_format="json")
    score_batch(spark, model, str(source), str(tmp_path / "out"), job)
    score_stream(
        spark, lambda: model, str(source), str(tmp_path / "stream"), StreamJob(job, once=True)
    )

    assert expected_scores(model.bundle, rows) == scores_of(spark, tmp_path / "out")
    assert expected_scores(model.bundle, rows) == scores_of(spark, tmp_path / "stream")
    with pytest.raises(ScoringError, match="exists already"):
        score_batch(spark, model, str(source), str(tmp_path / "out"), job)


def test_bad_rows_stop_the_job_or_go_aside(
    spark: SparkSession, model: ScoringModel, rows: list[Row], tmp_path: Path
) -> None:
    assert model.schema is not None
    field = next(
        f for f in model.schema.inputs if f.minimum is not None and f.on_out_of_range == "error"
    )
    bad = [dict(row) for row in rows[:5]]
    bad[2][field.name] = float(field.minimum or 0) - 1  # type: ignore[arg-type]
    source = write_lines(tmp_path / "in/a.json", bad)

    with pytest.raises(ScoringError, match=f"{field.name}: must be "):
        score_batch(spark, model, str(source), str(tmp_path / "out"), BatchJob())
    assert ["in"] == [path.name for path in tmp_path.iterdir()]

    score_batch(spark, model, str(source), str(tmp_path / "out"), BatchJob("side"))
    good = [row for at, row in enumerate(rows[:5]) if at != 2]
    assert expected_scores(model.bundle, good) == scores_of(spark, tmp_path / "out")
    (aside,) = spark.read.json(str(tmp_path / "out.errors")).collect()
    assert rows[2]["id"] == aside["id"]
    assert field.name in aside["error_reason"]


def test_a_missing_column_and_a_corrupt_file_are_told(
    spark: SparkSession, model: ScoringModel, rows: list[Row], tmp_path: Path
) -> None:
    assert model.schema is not None
    required = next(f.name for f in model.schema.inputs if f.on_missing == "error")
    few = [{name: cell for name, cell in row.items() if name != required} for row in rows[:3]]
    source = write_lines(tmp_path / "in/a.json", few)
    with pytest.raises(ScoringError, match=f"column `{required}`: is missing"):
        score_batch(spark, model, str(source), str(tmp_path / "out"), BatchJob())

    folder = tmp_path / "parquet"
    spark.createDataFrame(rows[:4]).repartition(2).write.parquet(str(folder))
    torn = max(folder.glob("part-*"))
    torn.write_bytes(torn.read_bytes()[:200])
    (folder / f".{torn.name}.crc").unlink()
    with pytest.raises(ScoringError, match="parquet"):
        score_batch(spark, model, str(folder), str(tmp_path / "out"), BatchJob())
    assert not (tmp_path / "out").exists()


def test_frames_and_sql_score_inside_any_job(
    spark: SparkSession, model: ScoringModel, rows: list[Row], sample_bundle: Path
) -> None:
    frame = spark.createDataFrame(rows)
    want = expected_scores(model.bundle, rows)

    scored = score(frame, sample_bundle, keep=["id"])
    assert ["id", "prediction", "probability"] == scored.columns
    assert want == {
        row["id"]: {"prediction": row["prediction"], "probability": row["probability"]}
        for row in scored.collect()
    }

    arguments = register_udf(spark, "late", model)
    frame.createOrReplaceTempView("flights")
    found = spark.sql(f"select id, late({', '.join(arguments)}) as late from flights").collect()  # noqa: S608
    assert {key: each["prediction"] for key, each in want.items()} == {
        row["id"]: row["late"] for row in found
    }
    with pytest.raises(ScoringError, match="is missing in the frame"):
        score(frame.drop(arguments[0]), model)
    with pytest.raises(ScoringError, match="the frame has it, and the bundle adds it"):
        score(frame.withColumnRenamed("id", "prediction"), model)
