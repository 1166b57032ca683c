"""The commands `saltus-train schema`."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from saltus_schema import FeatureSchema, Field
from saltus_training.cli import app
from saltus_training.schema_source import draft_schema, load_schema
from typer.testing import CliRunner

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result
    from pyspark.sql import SparkSession

SCHEMA = FeatureSchema(
    name="trip",
    inputs=[
        Field(name="carrier", type="string", categories=["UA", "AA"]),
        Field(name="hour", type="int", minimum=0, maximum=23, unit="h", example=17),
    ],
)


def invoke(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["schema", *(str(argument) for argument in arguments)])


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    file = tmp_path / "trip.json"
    file.write_text(SCHEMA.to_json(), encoding="utf-8")
    return file


def changed(file: Path, **changes: object) -> Path:
    """Write a schema whose last field differs."""
    first, last = SCHEMA.inputs
    other = SCHEMA.model_copy(update={"inputs": [first, last.model_copy(update=changes)]})
    path = file.with_name("changed.json")
    path.write_text(other.to_json(), encoding="utf-8")
    return path


def test_a_table_shows_every_field(file: Path) -> None:
    shown = invoke("show", file).stdout

    for text in ("carrier", "UA, AA", "hour", "between 0 and", "17", SCHEMA.full_fingerprint):
        assert text in shown


def test_other_forms_are_json_that_means_the_schema(file: Path) -> None:
    assert SCHEMA == FeatureSchema.from_json(invoke("show", file, "--as", "json").stdout)
    assert SCHEMA.spark_struct() == json.loads(invoke("show", file, "--as", "struct").stdout)
    request = json.loads(invoke("show", file, "--as", "json-schema").stdout)
    assert ["UA", "AA"] == request["properties"]["carrier"]["enum"]
    openapi = json.loads(invoke("show", file, "--as", "openapi").stdout)
    assert "TripRequest" in openapi["components"]["schemas"]


def test_a_bundle_is_as_good_as_a_file(sample_bundle: Path, tmp_path: Path) -> None:
    shown = invoke("show", sample_bundle, "--as", "json")
    (tmp_path / "copy.json").write_text(shown.stdout, encoding="utf-8")

    same = invoke("diff", sample_bundle, tmp_path / "copy.json")

    assert (0, "the schemas mean the same\n") == (same.exit_code, same.stdout)


def test_a_struct_of_spark_becomes_a_schema_and_back(tmp_path: Path) -> None:
    first, last = (field.model_copy(update={"categories": None}) for field in SCHEMA.inputs)
    plain = [Field(name=field.name, type=field.type) for field in (first, last)]
    schema = FeatureSchema(name="struct", inputs=plain)
    path = tmp_path / "struct.json"
    path.write_text(json.dumps(schema.spark_struct()), encoding="utf-8")

    assert schema == load_schema(path)
    assert schema == draft_schema(schema.spark_struct(), "struct")


def test_a_safe_change_exits_with_0_and_a_breaking_one_with_1(file: Path) -> None:
    wider = invoke("diff", file, changed(file, description="of departure", minimum=0))
    assert 0 == wider.exit_code

    breaking = invoke("diff", file, changed(file, unit="min"))
    assert 1 == breaking.exit_code
    assert "model-safe: no" in breaking.stdout
    assert "breaking for the model: hour: " in breaking.stdout


def test_a_comparison_is_machine_readable(file: Path) -> None:
    result = invoke("diff", file, changed(file, maximum=20), "--json")

    document = json.loads(result.stdout)
    assert 1 == result.exit_code
    assert (False, True) == (document["client_safe"], document["model_safe"])
    assert "hour" == document["reasons"][0]["field"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not JSON: Expecting value: line 1 column 1"),
        (b'{"saltus_schema": 1,\n "name": }', "line 2 column 10"),
        (b'{"saltus_schema": 2}', "format version 2 is not known"),
        (b'{"saltus_schema": 1, "name": "m", "inputs": []}', "there are no inputs"),
        (b"PK\x03\x04 nothing", "is neither a schema nor a bundle"),
        (
            b'{"type": "struct", "fields": [{"name": "x", "type": "binary", "nullable": true}]}',
            "binary",
        ),
        (None, "is neither a schema nor a bundle"),
    ],
)
@pytest.mark.parametrize("command", ["show", "diff"])
def test_a_broken_file_is_an_error_of_one_line(
    file: Path, tmp_path: Path, command: str, content: bytes | None, message: str
) -> None:
    broken = tmp_path / "broken.json"
    broken.mkdir() if content is None else broken.write_bytes(content)

    result = invoke(command, broken, *([file] if command == "diff" else []))

    assert 1 == result.exit_code
    assert message in result.stderr
    assert str(broken) in result.stderr
    assert 1 == len(result.stderr.splitlines())


def test_a_bundle_without_a_schema_says_so(sample_bundle: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.zip"
    with zipfile.ZipFile(sample_bundle) as full, zipfile.ZipFile(plain, "w") as other:
        for name in full.namelist():
            if not name.startswith("notes/"):
                other.writestr(name, full.read(name))

    assert "without notes/feature_schema.json" in invoke("show", plain).stderr


def test_what_needs_no_spark_imports_none(file: Path) -> None:
    program = (
        "import sys; from saltus_training.cli import app\n"
        f"for command in (['show', {str(file)!r}], ['diff', {str(file)!r}, {str(file)!r}]):\n"
        "    app(['schema', *command], standalone_mode=False)\n"
        "assert not {'pyspark', 'py4j'} & set(sys.modules)"
    )

    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)


@pytest.mark.spark
def test_the_page_s_commands_run_as_they_stand(
    spark: SparkSession,
    root: Path,
    sample_bundle: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = (root / "docs/schema.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bundles").mkdir()
    (tmp_path / "bundles/old.zip").write_bytes(sample_bundle.read_bytes())
    (tmp_path / "trips.csv").write_text("carrier,hour,late\nUA,17,1\nAA,9,0\n", encoding="utf-8")
    (tmp_path / "trips.jsonl").write_text('{"carrier": "UA", "hour": 17}\n{}\n', encoding="utf-8")
    commands = re.findall(r"```sh\nsaltus-train schema (.*?)\n```", page)

    # The last compares with a schema of other columns.
    assert [0, 0, 1] == [invoke(*command.split()).exit_code for command in commands]

    (code,) = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
    frame = spark.read.csv("file://" + str(tmp_path / "trips.csv"), header=True, inferSchema=True)
    # Spark resolves paths by the folder that its JVM was started in.
    code = code.replace("trips.jsonl", str(tmp_path / "trips.jsonl"))
    names: dict[str, Any] = {"spark": spark, "frame": frame}
    names["schema"] = load_schema("trips.json")
    exec(code, names)
    assert names["report"].passed
    assert (1, 1) == (names["accepted"].count(), names["rejected"].count())


@pytest.mark.spark
@pytest.mark.usefixtures("spark")
def test_data_is_inferred_and_checked(tmp_path: Path) -> None:
    data, schema = tmp_path / "trips.csv", tmp_path / "schema.json"
    data.write_text("carrier,hour,late\nUA,17,1\nAA,9,0\n", encoding="utf-8")
    options = ("--exclude", "late", "--categories", "5", "-o", schema)

    assert 0 == invoke("infer", data, *options).exit_code
    assert 0 == invoke("check", data, "--schema", schema).exit_code

    data.write_text("carrier,hour,late\nUA,17.5,1\nZZ,9,0\n", encoding="utf-8")
    result = invoke("check", data, "--schema", schema, "--json")
    assert 1 == result.exit_code
    counts = [(c["field"], c["code"]) for c in json.loads(result.stdout)["violations"]]
    assert [("carrier", "unseen_category"), ("hour", "wrong_type")] == counts


@pytest.mark.spark
@pytest.mark.usefixtures("spark")
def test_data_of_another_schema_is_refused_row_by_row(file: Path, tmp_path: Path) -> None:
    data = tmp_path / "other.jsonl"
    data.write_text('{"beak": 17}\n\n{"beak": 18}\n', encoding="utf-8")

    result = invoke("check", data, "--schema", file)

    assert 1 == result.exit_code
    assert "0 of 2 rows are accepted" in result.stdout
    assert "missing" in result.stdout


def test_a_schema_that_cannot_be_written_leaves_the_target(file: Path) -> None:
    result = invoke("infer", file.with_name("none.csv"), "-o", file)

    assert 1 == result.exit_code
    assert "there is no such file" in result.stderr
    assert SCHEMA == load_schema(file)
