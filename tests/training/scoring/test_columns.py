"""Parquet files past Spark's rows: the same answers as through them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from saltus_testing.scored import Row, admitted_rows, expected_scores, scores_by_id
from saltus_training.scoring import ScoringError, ScoringModel
from saltus_training.scoring import columns as columns_module
from saltus_training.scoring.batch import BatchJob, kept, score_batch
from saltus_training.scoring.column_worker import ColumnJob, OnBadRow, span_scorer
from saltus_training.scoring.columns import ParquetFiles, share_out
from saltus_training.scoring.spans import Span, read_span

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


pytestmark = pytest.mark.spark

COUNT = 400


@pytest.fixture(scope="module", name="model")
def _model(sample_bundle: Path) -> ScoringModel:
    return ScoringModel.load(sample_bundle)


@pytest.fixture(scope="module", name="rows")
def _rows(model: ScoringModel) -> list[Row]:
    return admitted_rows(model.bundle, COUNT)


def write(path: Path, rows: list[Row], **types: pa.DataType) -> Path:
    """A Parquet file; columns are as wide as pyarrow infers them, but for those of *types*."""
    path.parent.mkdir(exist_ok=True, parents=True)
    table = pa.Table.from_pylist(rows)
    for name, data_type in types.items():
        at = table.column_names.index(name)
        table = table.set_column(at, name, table[name].cast(data_type))
    pq.write_table(table, path, row_group_size=64)
    return path


def files_of(
    spark: SparkSession, model: ScoringModel, source: Path, job: BatchJob | None = None
) -> ParquetFiles | None:
    frame, job = spark.read.parquet(str(source)), job or BatchJob()
    return ParquetFiles.of(frame, model, kept(frame, model, job), job.outputs)


def bad_rows(rows: list[Row]) -> list[Row]:
    """Every tenth row is one that the schema refuses, each for another reason."""
    faults: list[Row] = [
        {"carrier": None},
        {"dep_hour": 24},
        {"dep_hour": 2**40},
        {"temp": float("nan")},
        {"humid": float("inf"), "visib": -1.0},
    ]
    return [
        {**row, **(faults[at // 10 % len(faults)] if at % 10 == 7 else {})}
        for at, row in enumerate(rows)
    ]


@pytest.mark.parametrize(("on_error", "keep"), [("side", None), ("skip", ["engines", "id"])])
def test_both_ways_give_the_same(
    spark: SparkSession,
    model: ScoringModel,
    rows: list[Row],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    on_error: OnBadRow,
    keep: list[str] | None,
) -> None:
    note = [{**row, "note": f"row {row['id']}" if row["id"] % 3 else None} for row in rows]
    some = bad_rows(note)
    for at in range(0, COUNT, 100):
        # `dep_hour` stays as wide as it comes; an input that is kept has the model's type.
        write(tmp_path / f"in/{at:03}.parquet", some[at : at + 100], engines=pa.int32())
    job = BatchJob(on_error, keep)
    assert files_of(spark, model, tmp_path / "in", job) is not None
    score_batch(spark, model, str(tmp_path / "in"), str(tmp_path / "columns"), job)
    monkeypatch.setattr(ParquetFiles, "of", lambda *_: None)
    score_batch(spark, model, str(tmp_path / "in"), str(tmp_path / "rows"), job)

    ours, theirs = (spark.read.parquet(str(tmp_path / name)) for name in ("columns", "rows"))
    assert theirs.schema == ours.schema
    assert theirs.orderBy("id").collect() == ours.orderBy("id").collect()
    assert COUNT - COUNT // 10 == ours.count()
    if on_error == "side":
        aside = [
            {row["id"]: row["error_reason"] for row in spark.read.json(str(folder)).collect()}
            for folder in (tmp_path / "columns.errors", tmp_path / "rows.errors")
        ]
        assert aside[1] == aside[0]
        assert COUNT // 10 == len(aside[0])


def test_rows_keep_their_order_and_names_of_folders_may_be_odd(
    spark: SparkSession, model: ScoringModel, rows: list[Row], tmp_path: Path
) -> None:
    source = tmp_path / "in of 100 %41 ü"
    for at in range(0, COUNT, 50):
        write(source / f"{at:03} %20.parquet", rows[at : at + 50])
    assert files_of(spark, model, source) is not None
    score_batch(spark, model, str(source), str(tmp_path / "out"), BatchJob())

    found = pq.read_table(tmp_path / "out").to_pylist()
    assert list(range(COUNT)) == [row["id"] for row in found]
    assert expected_scores(model.bundle, rows) == scores_by_id(found)


def test_a_row_that_stops_the_job_is_told_by_file_and_position(
    spark: SparkSession, model: ScoringModel, rows: list[Row], tmp_path: Path
) -> None:
    write(tmp_path / "in/a.parquet", rows[:100])
    write(tmp_path / "in/b.parquet", [*rows[:90], {**rows[90], "dep_hour": 24}, *rows[91:99]])
    with pytest.raises(ScoringError, match=r"b\.parquet: row 90: dep_hour: must be .*, got 24"):
        score_batch(spark, model, str(tmp_path / "in"), str(tmp_path / "out"), BatchJob())
    assert ["in"] == [path.name for path in tmp_path.iterdir()]


def test_a_damaged_file_in_the_middle_of_a_folder_is_named(
    spark: SparkSession, model: ScoringModel, rows: list[Row], tmp_path: Path
) -> None:
    for at in range(3):
        write(tmp_path / f"in/{at}.parquet", rows[:100])
    damaged = tmp_path / "in/1.parquet"
    content = damaged.read_bytes()
    for broken in (
        b"",
        content[: len(content) // 2],
        content[:100] + b"\xff" * 2000 + content[2100:],
    ):
        damaged.write_bytes(broken)
        for on_error in get_args(OnBadRow):
            job = BatchJob(on_error)
            with pytest.raises(ScoringError, match=r"1\.parquet"):
                score_batch(spark, model, str(tmp_path / "in"), str(tmp_path / "out"), job)
            assert ["in"] == [path.name for path in tmp_path.iterdir()]


def test_a_column_that_only_some_files_have_is_null_in_the_others(
    spark: SparkSession, model: ScoringModel, rows: list[Row], tmp_path: Path
) -> None:
    write(tmp_path / "in/0.parquet", rows[:100])
    few = [{name: cell for name, cell in row.items() if name != "seats"} for row in rows[100:200]]
    write(tmp_path / "in/1.parquet", few)
    score_batch(spark, model, str(tmp_path / "in"), str(tmp_path / "out"), BatchJob())

    without = [*rows[:100], *({**row, "seats": None} for row in few)]
    found = pq.read_table(tmp_path / "out").to_pylist()
    assert expected_scores(model.bundle, without) == scores_by_id(found)


def test_columns_of_another_file_are_found_in_any_case_and_must_be_of_their_kind(
    spark: SparkSession, model: ScoringModel, rows: list[Row], tmp_path: Path
) -> None:
    write(tmp_path / "in/0.parquet", rows[:50], dep_hour=pa.int64())
    other = write(tmp_path / "in/1.parquet", rows[50:100], dep_hour=pa.int16())
    table = pq.read_table(other)
    pq.write_table(table.rename_columns([name.upper() for name in table.column_names]), other)
    score_batch(spark, model, str(tmp_path / "in"), str(tmp_path / "out"), BatchJob())
    found = pq.read_table(tmp_path / "out").to_pylist()
    assert expected_scores(model.bundle, rows[:100]) == scores_by_id(found)

    for kind in (pa.string(), pa.float64()):
        write(other, rows[50:100], dep_hour=kind)
        with pytest.raises(ScoringError, match=rf"1\.parquet: column `dep_hour` is {kind}, else"):
            score_batch(spark, model, str(tmp_path / "in"), str(tmp_path / "none"), BatchJob())
    twice = table.append_column("DEP_HOUR", table["dep_hour"])
    pq.write_table(twice, other)
    with pytest.raises(ScoringError, match="differ in nothing but case"):
        score_batch(spark, model, str(tmp_path / "in"), str(tmp_path / "none"), BatchJob())
    assert ["in", "out"] == sorted(path.name for path in tmp_path.iterdir())


def test_what_only_spark_can_read_alike_is_left_to_spark(
    spark: SparkSession, model: ScoringModel, rows: list[Row], tmp_path: Path
) -> None:
    few = rows[:5]
    when = datetime(2013, 5, 1, tzinfo=UTC)
    sources = {
        "columns in the names of folders": write(tmp_path / "a/day=1/a.parquet", few).parents[1],
        "a timestamp to keep": write(tmp_path / "b.parquet", [{**row, "at": when} for row in few]),
        "a list to keep": write(tmp_path / "c.parquet", [{**row, "all": [1]} for row in few]),
        "an input that is missing": write(
            tmp_path / "d.parquet", [{k: v for k, v in row.items() if k != "seats"} for row in few]
        ),
    }
    as_text = write(tmp_path / "e.parquet", few, dep_hour=pa.string())
    assert files_of(spark, model, as_text) is None
    for reason, source in sources.items():
        assert files_of(spark, model, source) is None, reason
        target = tmp_path / f"{source.name}.out"
        score_batch(spark, model, str(source), str(target), BatchJob())
        assert len(few) == spark.read.parquet(str(target)).count()


def test_a_bundle_without_a_schema_scores_what_it_reads(
    spark: SparkSession, model: ScoringModel, rows: list[Row], tmp_path: Path
) -> None:
    bare = ScoringModel(model.file, model.content, model.bundle, None)
    source = write(tmp_path / "in.parquet", rows)
    job = BatchJob(outputs=["prediction", "probability"])
    assert files_of(spark, bare, source, job) is not None
    score_batch(spark, bare, str(source), str(tmp_path / "out"), job)

    found = pq.read_table(tmp_path / "out").to_pylist()
    assert expected_scores(model.bundle, rows) == scores_by_id(found)


def test_no_rows_make_an_empty_output_with_its_columns(
    spark: SparkSession, model: ScoringModel, rows: list[Row], tmp_path: Path
) -> None:
    path = write(tmp_path / "in.parquet", rows[:1])
    pq.write_table(pq.read_table(path).slice(0, 0), path)
    score_batch(spark, model, str(path), str(tmp_path / "out"), BatchJob("side"))
    table = pq.read_table(tmp_path / "out")
    assert (0, ["id", "prediction", "probability"]) == (table.num_rows, table.column_names[:3])


def test_what_an_attempt_left_that_died_is_removed(
    spark: SparkSession,
    model: ScoringModel,
    rows: list[Row],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def after_another(job: ColumnJob, tasks: list[list[Span]]) -> Any:
        def score(batches: Any) -> Any:
            for folder in (job.folder, job.aside):
                Path(folder, "part-00000-0.parquet").write_bytes(b"PAR1 half")
            yield from span_scorer(job, tasks)(batches)

        return score

    monkeypatch.setattr(columns_module, "span_scorer", after_another)
    source = write(tmp_path / "in.parquet", bad_rows(rows))
    score_batch(spark, model, str(source), str(tmp_path / "out"), BatchJob("side"))
    assert COUNT - COUNT // 10 == spark.read.parquet(str(tmp_path / "out")).count()
    assert COUNT // 10 == spark.read.json(str(tmp_path / "out.errors")).count()


@pytest.mark.parametrize("cores", [1, 2, 7])
def test_every_row_is_in_one_span(
    rows: list[Row], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cores: int
) -> None:
    monkeypatch.setattr(columns_module, "_LEAST", 1000)
    paths = [write(tmp_path / f"{at}.parquet", rows[at * 100 : at * 100 + 100]) for at in range(4)]
    files = [(str(path), path.stat().st_size) for path in paths]
    tasks = share_out(files, cores)

    schema = pa.schema({"id": pa.int64()})
    found = [
        (span.path, first + at, identity)
        for task in tasks
        for span in task
        for first, batch in read_span(span, schema)
        for at, identity in enumerate(batch["id"].to_pylist())
    ]
    assert [(str(paths[at // 100]), at % 100, at) for at in range(COUNT)] == found
    assert cores <= len(tasks) <= cores + len(paths)
    assert [[]] == share_out([], cores)
    assert [[Span("a", 0, 10), Span("b", 0, 10)]] == share_out([("a", 10), ("b", 10)], 1)
