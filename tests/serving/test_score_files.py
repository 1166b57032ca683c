"""`saltus score`: files in, files out, each row as /predict answers it."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest
import saltus_runtime as sr
from saltus_serving import create_app
from saltus_serving.batch.job import BatchOptions, OnError, score_files
from saltus_serving.batch.sink import appearing
from saltus_serving.errors import BatchError
from saltus_serving.loading import load_model
from saltus_serving.settings import Settings
from saltus_testing.client import AppClient

if TYPE_CHECKING:
    from saltus_serving.model import Model

    Row = dict[str, Any]

COUNT = 600


@pytest.fixture(scope="module", name="model")
def _model(sample_bundle: Path) -> Model:
    return load_model(sample_bundle)


@pytest.fixture(scope="module", name="rows")
def _rows(sample_bundle: Path) -> list[Row]:
    """Rows that the schema admits, with a key of their own."""
    bundle = sr.load(sample_bundle)
    golden = json.loads(bundle.note("golden_rows.json") or b"")["rows"]
    validator = load_model(sample_bundle).validator
    known = []
    for row in golden:
        if row.get("output") is None:
            continue
        try:
            validator.validate_python(row["input"])
        except ValueError:
            continue
        known.append(row["input"])
    return [{"id": f"row {at}", **known[at % len(known)]} for at in range(COUNT)]


def write(path: Path, rows: list[Row]) -> Path:
    path.parent.mkdir(exist_ok=True, parents=True)
    if path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return path
    table = pa.Table.from_pylist(rows)
    match path.suffix:
        case ".csv":
            pa.csv.write_csv(table, path)
        case ".parquet":
            pa.parquet.write_table(table, path)
        case ".arrow":
            with pa.ipc.new_file(path, table.schema) as writer:
                writer.write_table(table)
        case ".arrows":
            with pa.ipc.new_stream(path, table.schema) as writer:
                writer.write_table(table)
    return path


def read(path: Path) -> list[Row]:
    match path.suffix:
        case ".jsonl":
            return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        case ".csv":
            with path.open(encoding="utf-8", newline="") as file:
                return [
                    {**row, "prediction": float(row["prediction"])} for row in csv.DictReader(file)
                ]
        case ".parquet":
            rows: list[Row] = pa.parquet.read_table(path).to_pylist()
            return rows
    with pa.ipc.open_file(path) as reader:
        read_rows: list[Row] = reader.read_all().to_pylist()
        return read_rows


@pytest.mark.parametrize("source", ["in.csv", "in.jsonl", "in.parquet", "in.arrow", "in.arrows"])
@pytest.mark.parametrize("target", ["out.csv", "out.jsonl", "out.parquet", "out.arrow"])
def test_every_format_gives_what_http_gives(
    model: Model, rows: list[Row], tmp_path: Path, source: str, target: str
) -> None:
    inputs = [{name: cell for name, cell in row.items() if name != "id"} for row in rows]
    expected = model.scorer.score_many([model.validator.validate_python(row) for row in inputs])

    summary = score_files(model, write(tmp_path / source, rows), tmp_path / target, BatchOptions())

    scored = read(tmp_path / target)
    assert (COUNT, 0, 0) == (summary.scored, summary.bad, summary.dropped)
    assert [row["id"] for row in rows] == [row["id"] for row in scored]
    for want, got in zip(expected, scored, strict=True):
        assert want is not None
        assert want["prediction"] == got["prediction"]
        if target != "out.csv":
            assert want["probability"] == got["probability"]
        else:
            assert want["probability"] == json.loads(got["probability"])


def test_http_answers_the_same(
    sample_bundle: Path, model: Model, rows: list[Row], tmp_path: Path
) -> None:
    score_files(model, write(tmp_path / "a.csv", rows), tmp_path / "b.jsonl", BatchOptions())
    inputs = [{name: cell for name, cell in row.items() if name != "id"} for row in rows]
    with AppClient(create_app(Settings(bundle=sample_bundle))) as client:
        response = client.post("/predict/batch", json={"rows": inputs})

    assert response.status_code == 200, response.text
    for answer, scored in zip(
        response.json()["predictions"], read(tmp_path / "b.jsonl"), strict=True
    ):
        assert answer["prediction"] == scored["prediction"]
        assert list(answer["probability"].values()) == scored["probability"]


def spoiled(model: Model, rows: list[Row]) -> list[Row]:
    """The rows, of which the second is out of range and the fourth is no number."""
    field = next(f for f in model.schema.inputs if f.kind.numeric and not f.nullable)
    bad: list[Row] = [dict(row) for row in rows]
    bad[1][field.name] = None
    bad[3][field.name] = "many"
    return bad


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_bad_rows_stop_the_job_and_leave_an_earlier_output(
    model: Model, rows: list[Row], tmp_path: Path, suffix: str
) -> None:
    source = write_text(tmp_path / f"in{suffix}", spoiled(model, rows[:6]))
    target = tmp_path / "out.parquet"
    target.write_bytes(b"earlier")

    with pytest.raises(BatchError, match=rf"in{suffix}: row 1: ") as caught:
        score_files(model, source, target, BatchOptions())

    assert 1 == caught.value.row
    assert b"earlier" == target.read_bytes()
    assert {source.name, target.name} == {path.name for path in tmp_path.iterdir()}


def write_text(path: Path, rows: list[Row]) -> Path:
    if path.suffix == ".jsonl":
        return write(path, rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_bad_rows_go_to_a_side_file_with_their_reasons(
    model: Model, rows: list[Row], tmp_path: Path, suffix: str
) -> None:
    source = write_text(tmp_path / f"in{suffix}", spoiled(model, rows[:6]))
    target = tmp_path / "out.jsonl"

    summary = score_files(model, source, target, BatchOptions(on_error=OnError.SIDE))

    assert (4, 2) == (summary.scored, summary.bad)
    assert ["row 0", "row 2", "row 4", "row 5"] == [row["id"] for row in read(target)]
    side = read(tmp_path / "out.jsonl.errors.jsonl")
    assert [1, 3] == [entry["row"] for entry in side]
    assert all(entry["reason"] and str(source) == entry["file"] for entry in side)
    assert "many" in str(side[1]["values"])

    skipped = score_files(model, source, tmp_path / "b.jsonl", BatchOptions(OnError.SKIP))
    assert (4, 2) == (skipped.scored, skipped.bad)
    assert read(target) == read(tmp_path / "b.jsonl")


def test_a_folder_becomes_a_folder_or_one_file(
    model: Model, rows: list[Row], tmp_path: Path
) -> None:
    write(tmp_path / "in/a.csv", rows[:5])
    write(tmp_path / "in/sub/b.csv", rows[5:7])
    (tmp_path / "in/_SUCCESS").touch()

    score_files(model, tmp_path / "in", tmp_path / "out", BatchOptions())
    score_files(model, tmp_path / "in", tmp_path / "one.csv", BatchOptions())

    parts = read(tmp_path / "out/a.csv") + read(tmp_path / "out/sub/b.csv")
    assert 7 == len(parts)
    assert parts == read(tmp_path / "one.csv")
    with pytest.raises(BatchError, match="exists already"):
        score_files(model, tmp_path / "in", tmp_path / "out", BatchOptions())


def test_a_corrupt_file_in_the_middle_is_named_and_nothing_appears(
    model: Model, rows: list[Row], tmp_path: Path
) -> None:
    for name in ("a", "c"):
        write(tmp_path / f"in/{name}.parquet", rows[:5])
    (tmp_path / "in/b.parquet").write_bytes(b"PAR1 torn")

    with pytest.raises(BatchError, match=r"b\.parquet: it cannot be read"):
        score_files(model, tmp_path / "in", tmp_path / "out", BatchOptions(OnError.SIDE))
    assert ["in"] == [path.name for path in tmp_path.iterdir()]


def test_columns_that_do_not_fit_are_named(model: Model, rows: list[Row], tmp_path: Path) -> None:
    required = next(f.name for f in model.schema.inputs if f.on_missing == "error")
    number = next(f.name for f in model.schema.inputs if f.type in {"int", "double"})
    few = [{name: cell for name, cell in row.items() if name != required} for row in rows[:3]]
    with pytest.raises(BatchError, match=f"column `{required}` is missing"):
        score_files(model, write(tmp_path / "a.parquet", few), tmp_path / "o.csv", BatchOptions())
    text = [{**row, number: "text"} for row in rows[:3]]
    with pytest.raises(BatchError, match=f"column `{number}` is string, the model takes"):
        score_files(model, write(tmp_path / "b.parquet", text), tmp_path / "o.csv", BatchOptions())
    clash = [{**row, "prediction": 1.0} for row in rows[:3]]
    with pytest.raises(BatchError, match="column `prediction` has the name of a score"):
        score_files(model, write(tmp_path / "c.csv", clash), tmp_path / "o.csv", BatchOptions())
    assert not (tmp_path / "o.csv").exists()


def test_paths_that_do_not_fit_are_told(model: Model, rows: list[Row], tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", rows[:2])
    (tmp_path / "empty").mkdir()
    for wrong, target, reason in [
        (tmp_path / "none.csv", "o.csv", "no such file"),
        (source, "o.xls", "the suffix is none of"),
        (source, "in.csv", "would replace the input"),
        (tmp_path / "empty", "o.csv", "no files to score"),
    ]:
        with pytest.raises(BatchError, match=reason):
            score_files(model, wrong, tmp_path / target, BatchOptions())
    assert source.exists()


def test_a_file_without_rows_gives_one_without_rows(
    model: Model, rows: list[Row], tmp_path: Path
) -> None:
    source = write(tmp_path / "in.parquet", rows[:1])
    pa.parquet.write_table(pa.parquet.read_table(source).slice(0, 0), source)
    score_files(model, source, tmp_path / "out.parquet", BatchOptions())
    empty = pa.parquet.read_table(tmp_path / "out.parquet")
    assert ["id", "prediction", "probability"] == empty.column_names
    assert 0 == empty.num_rows


def test_a_full_disk_leaves_an_earlier_output(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("earlier", encoding="utf-8")
    with (
        pytest.raises(BatchError, match="it cannot be written: No space left on device"),
        appearing(target),
        Path("/dev/full").open("w", encoding="utf-8") as full,
    ):
        full.write("x" * 100_000)
    assert "earlier" == target.read_text(encoding="utf-8")
    assert [target] == list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet", "arrow"])
def test_a_disk_that_fills_up_ends_the_command_and_leaves_an_earlier_output(
    sample_bundle: Path, rows: list[Row], tmp_path: Path, suffix: str
) -> None:
    source, target = write(tmp_path / "in.jsonl", rows), tmp_path / f"out.{suffix}"
    target.write_text("earlier", encoding="utf-8")
    limit = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))"
    run = "from saltus_serving.cli import main; main()"
    command = [sys.executable, "-c", f"{limit}; {run}", "score", sample_bundle, source, target]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert 1 == done.returncode, done.stderr
    message = done.stderr.replace("\n", " ")
    assert f"{target.name}: it cannot be written" in message.replace("  ", " ")
    assert "Traceback" not in done.stderr
    assert "earlier" == target.read_text(encoding="utf-8")
    assert {source.name, target.name} == {path.name for path in tmp_path.iterdir()}


def test_without_its_extra_the_command_names_it(
    sample_bundle: Path, rows: list[Row], tmp_path: Path
) -> None:
    source = write(tmp_path / "in.jsonl", rows[:2])
    block = "import sys; sys.modules['pyarrow'] = None"
    run = "from saltus_serving.cli import main; main()"
    command = [sys.executable, "-c", f"{block}; {run}", "score", sample_bundle, source, "out.csv"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)

    assert 1 == done.returncode
    assert "pip install 'saltus-serving[batch]'" in done.stderr.replace("\n", " ")
    assert [source] == list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet", "arrow"])
def test_a_half_written_file_is_no_row_of_nulls(
    model: Model, rows: list[Row], tmp_path: Path, suffix: str
) -> None:
    source = write(tmp_path / f"in.{suffix}", rows[:6])
    content = source.read_bytes()
    source.write_bytes(content[: len(content) - 40])
    with pytest.raises(BatchError, match=rf"in\.{suffix}: (it cannot be read|row 5: )"):
        score_files(model, source, tmp_path / "out.csv", BatchOptions())
    assert [source] == list(tmp_path.iterdir())


def test_the_command_scores_and_tells(sample_bundle: Path, rows: list[Row], tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", rows[:5])
    command = [Path(sys.executable).with_name("saltus"), "score", sample_bundle, source]
    done = subprocess.run(
        [*command, tmp_path / "out.csv"], capture_output=True, text=True, check=False
    )
    assert 0 == done.returncode, done.stderr
    assert f"{tmp_path / 'out.csv'}: 5 rows scored" in done.stdout.replace("\n", "")
    failed = subprocess.run(
        [*command, tmp_path / "out.xls"], capture_output=True, text=True, check=False
    )
    assert 1 == failed.returncode
    assert "saltus: " in failed.stderr
    assert "Traceback" not in failed.stderr
