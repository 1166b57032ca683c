"""Files as they should not be, and disks that are full."""

from __future__ import annotations

import csv
import resource
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark import SparkContext
from saltus_testing.scored import Row, admitted_rows, expected_scores, scores_by_id, write_lines
from saltus_training.scoring import ScoringError, ScoringModel
from saltus_training.scoring.batch import BatchJob, score_batch
from saltus_training.scoring.stream import StreamJob, score_stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module", name="model")
def _model(sample_bundle: Path) -> ScoringModel:
    return ScoringModel.load(sample_bundle)


def write_csv(path: Path, rows: list[Row], names: list[str]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)


def tear(path: Path) -> None:
    """Cut the last record in half, as a copy that was interrupted leaves it."""
    content = path.read_bytes()
    last = content.rstrip().rfind(b"\n") + 1
    path.write_bytes(content[: last + (len(content) - last) // 2])


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_a_half_written_file_in_the_middle_of_a_folder_is_no_row_of_nulls(
    spark: SparkSession, model: ScoringModel, tmp_path: Path, suffix: str
) -> None:
    rows = admitted_rows(model.bundle, 6)
    for at in range(0, 6, 2):
        file = tmp_path / f"in/{at}.{suffix}"
        if suffix == "csv":
            write_csv(file, rows[at : at + 2], list(rows[0]))
        else:
            write_lines(file, rows[at : at + 2])
    tear(tmp_path / f"in/2.{suffix}")
    source, target = str(tmp_path / "in"), tmp_path / "out"
    reason = "values than the header" if suffix == "csv" else "no JSON object"

    with pytest.raises(ScoringError, match=reason):
        score_batch(spark, model, source, str(target), BatchJob(source_format=suffix))
    assert ["in"] == [path.name for path in tmp_path.iterdir()]

    job = BatchJob("side", source_format=suffix)
    score_batch(spark, model, source, str(target), job)
    score_stream(spark, lambda: model, source, str(tmp_path / "stream"), StreamJob(job, once=True))
    good = [row for row in rows if row["id"] != 3]
    for folder in (target, tmp_path / "stream"):
        found = [{**row, "id": int(row["id"])} for row in pq.read_table(folder).to_pylist()]
        assert expected_scores(model.bundle, good) == scores_by_id(found)
        (aside,) = spark.read.json(f"{folder}.errors").collect()
        assert reason in aside["error_reason"]


def test_a_file_with_its_columns_in_another_order_is_not_read_by_position(
    spark: SparkSession, model: ScoringModel, tmp_path: Path
) -> None:
    rows = admitted_rows(model.bundle, 4)
    names = list(rows[0])
    write_csv(tmp_path / "in/0.csv", rows[:2], names)
    write_csv(tmp_path / "in/1.csv", rows[2:], names[::-1])
    job = BatchJob(source_format="csv")
    with pytest.raises(ScoringError, match="CSV header does not conform to the schema"):
        score_batch(spark, model, str(tmp_path / "in"), str(tmp_path / "out"), job)
    assert ["in"] == [path.name for path in tmp_path.iterdir()]


@contextmanager
def a_full_disk() -> Iterator[None]:
    """No file of the JVM, or of its Python workers, gets longer than some bytes."""
    gateway = SparkContext._gateway
    assert gateway is not None
    soft, hard = resource.prlimit(gateway.proc.pid, resource.RLIMIT_FSIZE)
    for process in family(gateway.proc.pid):
        resource.prlimit(process, resource.RLIMIT_FSIZE, (4000, hard))
    try:
        yield
    finally:
        for process in family(gateway.proc.pid):
            resource.prlimit(process, resource.RLIMIT_FSIZE, (soft, hard))


def family(process: int) -> Iterator[int]:
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        for child in children.read_text(encoding="ascii").split():
            yield from family(int(child))


def test_a_full_disk_is_told_where_executors_write_by_themselves(
    spark: SparkSession, model: ScoringModel, tmp_path: Path
) -> None:
    rows = pa.Table.from_pylist(admitted_rows(model.bundle, 5000))
    pq.write_table(rows, tmp_path / "in.parquet")
    source, target = str(tmp_path / "in.parquet"), tmp_path / "out"
    for on_error in ("stop", "side"):
        # The workers are there from the first time on.
        score_batch(spark, model, source, f"{target}.{on_error}", BatchJob(on_error))
        with a_full_disk(), pytest.raises(ScoringError, match=r"cannot be written: .*too large"):
            score_batch(spark, model, source, str(target), BatchJob(on_error))
    assert not list(tmp_path.glob("out"))
    assert not list(tmp_path.glob(".*"))


def test_a_full_disk_is_told_and_leaves_nothing_behind(
    spark: SparkSession, model: ScoringModel, tmp_path: Path
) -> None:
    source = write_lines(tmp_path / "in/0.json", admitted_rows(model.bundle, 500)).parent
    job = BatchJob(source_format="json")
    with a_full_disk(), pytest.raises(ScoringError, match="File too large"):
        score_batch(spark, model, str(source), str(tmp_path / "out"), job)
    assert ["in"] == [path.name for path in tmp_path.iterdir()]

    stream = StreamJob(job, once=True)
    with a_full_disk(), pytest.raises(ScoringError):
        score_stream(spark, lambda: model, str(source), str(tmp_path / "out"), stream)
    assert not list(tmp_path.glob("out/batch=*"))
    score_stream(spark, lambda: model, str(source), str(tmp_path / "out"), stream)
    assert 500 == pq.read_table(tmp_path / "out").num_rows


def test_an_earlier_output_is_neither_replaced_nor_added_to(
    spark: SparkSession, model: ScoringModel, tmp_path: Path
) -> None:
    source = write_lines(tmp_path / "in.json", admitted_rows(model.bundle, 2))
    for earlier in ("out", "out.errors"):
        (tmp_path / earlier).mkdir()
        (tmp_path / earlier / "part-0.parquet").write_bytes(b"earlier")
        with pytest.raises(ScoringError, match=rf"{earlier}: exists already: remove it"):
            score_batch(spark, model, str(source), str(tmp_path / "out"), BatchJob("side"))
        assert b"earlier" == (tmp_path / earlier / "part-0.parquet").read_bytes()
        (tmp_path / earlier).rename(tmp_path / f"was {earlier}")
    with pytest.raises(ScoringError, match=r"no.such"):
        score_batch(spark, model, str(tmp_path / "no.such"), str(tmp_path / "out"), BatchJob())
