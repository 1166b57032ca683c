"""`saltus-train export`, without Spark."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import saltus_runtime
from saltus_training.cli import app
from typer.testing import CliRunner

if TYPE_CHECKING:
    from click.testing import Result

COMMAND = Path(sys.executable).with_name("saltus-train")


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["export", *map(str, arguments)])


@pytest.fixture
def declared(struct: Any, tmp_path: Path) -> Path:
    """The inputs of the model as a StructType in a file."""
    file = tmp_path / "schema.json"
    file.write_text(json.dumps(struct(x=("double", False), y=("double", False))), encoding="utf-8")
    return file


def test_a_saved_model_becomes_a_bundle(model: Path, declared: Path, tmp_path: Path) -> None:
    target = tmp_path / "model.zip"
    result = invoke(model, "-o", target, "--schema", declared)

    assert (0, "") == (result.exit_code, result.stderr)
    lines = result.stdout.splitlines()
    assert lines[0].startswith(f"wrote {target} ({target.stat().st_size:,} bytes, sha256 ")
    assert [
        "portable: MLeap's own runtime loads it, too",
        "not verified: the bundle has no golden rows; give --rows FILE for Spark to score",
        "no findings",
    ] == lines[1:]
    scorer = saltus_runtime.load(target).scorer(["prediction"])
    assert {"prediction": 1.0} == scorer.score({"x": 1.0, "y": 2.0})


def test_json_says_it_to_programs(model: Path, declared: Path, tmp_path: Path) -> None:
    target = tmp_path / "model.zip"
    result = invoke(
        model, "--output", target, "--schema", declared, "--json", "--format", "protobuf"
    )
    document = json.loads(result.stdout)
    assert (True, "none", True, str(target), []) == tuple(
        document[key] for key in ("written", "verification", "portable", "path", "findings")
    )
    assert "protobuf" == saltus_runtime.load(target).format


def test_it_needs_neither_spark_nor_java(model: Path, declared: Path, tmp_path: Path) -> None:
    """No `java` is on PATH, and importing pyspark would fail."""
    (tmp_path / "pyspark.py").write_text("raise ImportError('pyspark is imported')\n")
    environment = {
        key: value for key, value in os.environ.items() if key not in {"JAVA_HOME", "SPARK_HOME"}
    } | {"PATH": str(tmp_path), "PYTHONPATH": str(tmp_path)}
    target = tmp_path / "model.zip"
    command = [COMMAND, "export", model, "-o", target, "--schema", declared]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)
    assert "not verified" in done.stdout


def test_two_exports_give_equal_bytes(model: Path, declared: Path, tmp_path: Path) -> None:
    """Each in a process of its own, where Python's hashes differ."""
    targets = [tmp_path / "1.zip", tmp_path / "2.zip"]
    for number, target in enumerate(targets):
        command = [COMMAND, "export", model, "-o", target, "--schema", declared]
        subprocess.run(
            command,
            env={**os.environ, "PYTHONHASHSEED": str(number), "TZ": f"UTC{number}"},
            check=True,
            capture_output=True,
        )
    assert targets[0].read_bytes() == targets[1].read_bytes()


def test_every_fact_that_is_missing_is_asked_for_by_name(
    model: Path, saved: Any, tmp_path: Path
) -> None:
    target = tmp_path / "model.zip"
    target.write_bytes(b"old")
    more = saved.pipeline(model, saved.assembler(["prediction", "z"], "w"))
    result = invoke(more, "-o", target)
    assert (1, "") == (result.exit_code, result.stdout)
    assert "declare `x`, `y` in the schema" in result.stderr
    assert "declare `z` in the schema" in result.stderr
    assert result.stderr.endswith(f"error: `{more}` is not exported: 2 errors\n")
    assert b"old" == target.read_bytes()

    document = json.loads(invoke(more, "-o", target, "--json").stdout)
    assert (False, ["missing-input"] * 2) == (
        document["written"],
        [finding["rule"] for finding in document["findings"]],
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere", "-o", "{}/m.zip"], "`nowhere` does not exist; give the folder"),
        (["{}", "-o", "{}/m.zip"], "is not a model saved by Spark: it has no `metadata` folder"),
        (["{model}", "-o", "{}"], "` is a folder\n  -> give the path of a file"),
        (["{model}", "-o", "{}/no/m.zip"], "/no` does not exist\n  -> create it"),
        (["{model}", "-o", "{}/m.zip", "--schema", "{}/no.json"], "cannot be read: No such file"),
        (["{model}", "-o", "{}/m.zip", "--writer", "mleap"], "give it rows"),
        (["{model}", "-o", "{}/m.zip", "--rows", "{}/no.csv"], "rows `{}/no.csv`: there is no"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(
    model: Path, tmp_path: Path, declared: Path, arguments: list[str], message: str
) -> None:
    places = {"{model}": str(model), "{}": str(tmp_path)}
    for name, path in places.items():
        arguments = [argument.replace(name, path) for argument in arguments]
        message = message.replace(name, path)
    if "--schema" not in arguments and str(model) in arguments:
        arguments += ["--schema", str(declared)]
    result = invoke(*arguments)
    assert 1 == result.exit_code
    assert message.replace("; ", "\n  -> ") in result.stderr.replace("; ", "\n  -> ")
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "m.zip").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["model"],
        ["-o", "m.zip"],
        ["model", "-o", "m.zip", "--format", "xml"],
        ["model", "-o", "m.zip", "--writer", "spark"],
        ["model", "-o", "m.zip", "--writer", "mleap", "--format", "protobuf"],
    ],
)
def test_a_wrong_command_line_leaves_with_code_2(arguments: list[str]) -> None:
    assert 2 == invoke(*arguments).exit_code


def test_an_existing_bundle_is_replaced_whole(
    model: Path, declared: Path, tmp_path: Path, saved: Any
) -> None:
    target = tmp_path / "model.zip"
    assert 0 == invoke(model, "-o", target, "--schema", declared).exit_code
    first = target.read_bytes()
    other = saved.assembler(["x"], "v")
    assert 0 == invoke(other, "-o", target, "--schema", declared).exit_code
    assert first != target.read_bytes()
    assert {"v": [3.0]} == saltus_runtime.load(target).scorer(["v"]).score({"x": 3.0, "y": 0.0})
