"""Streams of files: each row once, whatever happens, and the bundle that is active."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from saltus_serving.store import Store
from saltus_testing import flights
from saltus_testing.rollouts import World, variant
from saltus_testing.scored import admitted_rows, expected_scores, scores_by_id, write_lines
from saltus_training.scoring import ScoringError, ScoringModel
from saltus_training.scoring.batch import BatchJob
from saltus_training.scoring.store import ActiveModel
from saltus_training.scoring.stream import StreamJob, score_stream

if TYPE_CHECKING:
    from pyspark.sql import SparkSession
    from saltus_training.scoring.progress import Progress

pytestmark = pytest.mark.spark

FILES, ROWS_OF_A_FILE = 60, 5


@pytest.fixture(scope="module", name="model")
def _model(sample_bundle: Path) -> ScoringModel:
    return ScoringModel.load(sample_bundle)


def test_a_promoted_bundle_is_taken_up_by_the_next_micro_batch(
    spark: SparkSession, tmp_path: Path
) -> None:
    active = ActiveModel(tmp_path / "store", "flights")
    with pytest.raises(ScoringError, match="no bundle is active"):
        active()
    world = World(Store.at(tmp_path / "store").model("flights"))
    world.promote(variant(1))
    first = active().bundle
    rows = [{"id": at, **flights.ROW} for at in range(6)]
    for at in range(0, 6, 2):
        write_lines(tmp_path / f"in/{at}.json", rows[at : at + 2])
    asked = []

    def current() -> ScoringModel:
        asked.append(len(asked))
        # At the start, for the first micro-batch, and then for the second.
        if len(asked) == 3:
            world.promote(variant(2))
        return active()

    job = StreamJob(BatchJob(source_format="json"), once=True, most=1)
    told: list[Progress] = []
    score_stream(spark, current, str(tmp_path / "in"), str(tmp_path / "out"), job, told.append)

    second = active().bundle
    found = pq.read_table(tmp_path / "out").to_pylist()
    # Spark takes files of one and the same moment in any order.
    for bundle, batches in ((first, {0}), (second, {1, 2})):
        named = [row for row in found if row["model_digest"] == bundle.digest]
        assert batches == {row["batch"] for row in named}
        taken = [row for row in rows if row["id"] in {each["id"] for each in named}]
        assert expected_scores(bundle, taken) == scores_by_id(named)
    assert list(range(6)) == sorted(row["id"] for row in found)
    assert [(0, 2), (1, 2), (2, 2)] == [(each.batch, each.rows) for each in told]
    assert all(0 < each.lag_seconds < 600 for each in told)


def test_bad_rows_of_a_stream_go_aside_or_stop_it(
    spark: SparkSession, model: ScoringModel, tmp_path: Path
) -> None:
    rows = admitted_rows(model.bundle, 8)
    bad = [dict(row) for row in rows]
    bad[5]["origin"] = "XXX"
    earlier = write_lines(tmp_path / "in/0.json", bad[:4])
    os.utime(earlier, (1, 1))
    write_lines(tmp_path / "in/1.json", bad[4:])
    source, good = str(tmp_path / "in"), [row for at, row in enumerate(rows) if at != 5]

    stop = StreamJob(BatchJob(source_format="json"), once=True, most=1)
    with pytest.raises(ScoringError, match=r'in: origin: must be one of .*, got "XXX"$'):
        score_stream(spark, lambda: model, source, str(tmp_path / "stop"), stop)
    assert ["batch=0"] == [path.name for path in (tmp_path / "stop").glob("batch=*")]

    side = StreamJob(BatchJob("side", source_format="json"), once=True)
    score_stream(spark, lambda: model, source, str(tmp_path / "out"), side)
    found = pq.read_table(tmp_path / "out").to_pylist()
    assert expected_scores(model.bundle, good) == scores_by_id(found)
    (aside,) = spark.read.json(str(tmp_path / "out.errors")).collect()
    assert (5, 0) == (aside["id"], aside["batch"])
    assert "origin: must be one of" in aside["error_reason"]


def test_an_empty_folder_and_a_lost_column_are_told(
    spark: SparkSession, model: ScoringModel, tmp_path: Path
) -> None:
    job = StreamJob(BatchJob(source_format="json"), once=True)
    (tmp_path / "in").mkdir()
    with pytest.raises(ScoringError, match="in: "):
        score_stream(spark, lambda: model, str(tmp_path / "in"), str(tmp_path / "out"), job)
    rows = [{"id": row["id"], "carrier": row["carrier"]} for row in admitted_rows(model.bundle, 2)]
    write_lines(tmp_path / "in/0.json", rows)
    with pytest.raises(ScoringError, match=r"column `[a-z_]+`: is missing, the model needs it"):
        score_stream(spark, lambda: model, str(tmp_path / "in"), str(tmp_path / "out"), job)
    assert not list(tmp_path.glob("out/batch=*"))


@pytest.mark.parametrize("kills", [1, pytest.param(10, marks=pytest.mark.slow)])
def test_a_stream_that_is_killed_loses_and_doubles_nothing(
    spark: SparkSession, model: ScoringModel, sample_bundle: Path, tmp_path: Path, kills: int
) -> None:
    files = FILES if kills > 1 else 8
    rows = admitted_rows(model.bundle, files * ROWS_OF_A_FILE)
    for at in range(files):
        start = at * ROWS_OF_A_FILE
        write_lines(tmp_path / f"in/{at:03}.json", rows[start : start + ROWS_OF_A_FILE])
    target = tmp_path / "out"
    command = [
        *(Path(sys.executable).with_name("saltus-train"), "stream", sample_bundle),
        *("--from", tmp_path / "in", "--to", target, "--from-format", "json"),
        *("--most", "1", "--once", "--master", "local[1]"),
    ]
    environment = {**os.environ, "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1"}
    dice = random.Random()  # noqa: S311 - a moment, no secret
    for _ in range(kills):
        _kill_at_some_moment(command, environment, tmp_path / "out.checkpoint", dice)
        if list(target.glob("batch=*")):
            ids = pq.read_table(target)["id"].to_pylist()
            assert len(set(ids)) == len(ids), "a row is there twice"
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr
    assert "rows/s, lag" in done.stderr

    found = [row.asDict() for row in spark.read.parquet(str(target)).collect()]
    assert expected_scores(model.bundle, rows) == scores_by_id(found)


def _kill_at_some_moment(
    command: list[Any], environment: dict[str, str], checkpoint: Path, dice: random.Random
) -> None:
    """Kill the job and its JVM once it has planned another micro-batch, or a little later."""
    planned = len(list(checkpoint.glob("offsets/[0-9]*")))
    job = subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    deadline = time.monotonic() + 250
    while len(list(checkpoint.glob("offsets/[0-9]*"))) <= planned:
        assert job.poll() is None, f"the job ended before it could be killed:\n{job.stderr}"
        assert time.monotonic() < deadline
        time.sleep(0.01)
    time.sleep(dice.uniform(0, 1.5))
    os.killpg(job.pid, signal.SIGKILL)
    job.communicate()
