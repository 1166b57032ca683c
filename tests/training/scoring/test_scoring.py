"""Frames, files and streams on Spark get what the bundle gives row by row."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import saltus_runtime as sr
from saltus_testing.scored import Row, admitted_rows, expected_scores, scores_by_id, write_lines
from saltus_training.scoring import ScoringError, ScoringModel, register_udf, score
from saltus_training.scoring.batch import BatchJob, score_batch
from saltus_training.scoring.store import ActiveModel
from saltus_training.scoring.stream import StreamJob, score_stream

if TYPE_CHECKING:
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


def test_a_store_gives_the_bundle_that_is_active_now_and_rows_name_it(
    spark: SparkSession, model: ScoringModel, root: Path, rows: list[Row], tmp_path: Path
) -> None:
    store = tmp_path / "store"
    current = ActiveModel(store, "flights")
    with pytest.raises(ScoringError, match="no bundle is active"):
        current()
    first = model.content
    promote(store, 1, first)
    source = write_lines(tmp_path / "in/a.json", rows[:5]).parent
    job = StreamJob(BatchJob(source_format="json"), once=True)
    target = str(tmp_path / "out")
    score_stream(spark, current, str(source), target, job)

    churn = root / "tests/fixtures/mleap/pipeline_churn_logreg/bundle.zip"
    promote(store, 2, churn.read_bytes())
    assert sr.load(churn).digest == current().bundle.digest
    promote(store, 3, first)
    write_lines(tmp_path / "in/b.json", rows[5:8])
    score_stream(spark, current, str(source), target, job)

    found = spark.read.parquet(target).select("id", "batch", "model_digest").collect()
    assert {row["id"]: (0 if at < 5 else 1) for at, row in enumerate(rows[:8])} == {
        row["id"]: row["batch"] for row in found
    }
    assert {model.bundle.digest} == {row["model_digest"] for row in found}


def promote(store: Path, generation: int, content: bytes) -> None:
    digest = hashlib.sha256(content).hexdigest()
    for name in ("versions", "state"):
        (store / "flights" / name).mkdir(parents=True, exist_ok=True)
    (store / f"flights/versions/{digest}.zip").write_bytes(content)
    state = json.dumps({"generation": generation, "active": digest})
    (store / f"flights/state/{generation:010}.json").write_text(state, encoding="utf-8")


def test_a_stream_that_is_killed_loses_and_doubles_nothing(
    spark: SparkSession, model: ScoringModel, sample_bundle: Path, rows: list[Row], tmp_path: Path
) -> None:
    many = [{**rows[at % len(rows)], "id": at} for at in range(240)]
    for at in range(0, 240, 10):
        write_lines(tmp_path / f"in/{at:03}.json", many[at : at + 10])
    command = [
        *(Path(sys.executable).with_name("saltus-train"), "stream", sample_bundle),
        *("--from", tmp_path / "in", "--to", tmp_path / "out", "--from-format", "json"),
        *("--most", "2", "--once", "--master", "local[1]"),
    ]
    for batches in (2, 5):
        job = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
        deadline = time.monotonic() + 100
        while len(list((tmp_path / "out").glob("batch=*"))) < batches:
            assert job.poll() is None, "the job ended before it could be killed"
            assert time.monotonic() < deadline
            time.sleep(0.02)
        os.killpg(job.pid, signal.SIGKILL)
        job.wait()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr
    assert "rows/s, lag" in done.stderr

    assert expected_scores(model.bundle, many) == scores_of(spark, tmp_path / "out")
    shutil.rmtree(tmp_path / "out")
