"""`saltus-train doctor`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from saltus_schema import FeatureSchema
from saltus_testing.mistakes import MISTAKES
from saltus_training.cli import app
from saltus_training.doctor import diagnose
from typer.testing import CliRunner

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_command_says_the_same(saved: Any, struct: Any, tmp_path: Path, mistake: str) -> None:
    make, rule, stage, reason, fix = MISTAKES[mistake]
    model, schema = make(saved, struct)
    file = schema_file(tmp_path, schema)
    result = invoke("doctor", model, "--schema", file)
    document = invoke("doctor", model, "--schema", file, "--json")

    is_error = diagnose(model, schema).exportable is False
    assert (int(is_error), int(is_error)) == (result.exit_code, document.exit_code)
    assert f"{'error' if is_error else 'warning'} {rule}: {stage}" in result.stdout
    (finding,) = [f for f in json.loads(document.stdout)["findings"] if f["rule"] == rule]
    assert (stage, True, True) == (
        finding["stage"],
        reason in finding["reason"],
        fix in finding["fix"],
    )


def test_the_command_needs_no_schema_and_names_what_it_lacks(saved: Any) -> None:
    result = invoke("doctor", saved.pipeline(saved.assembler(["x"], "v")))
    assert 1 == result.exit_code
    assert "declare `x` in the schema" in result.stdout
    assert result.stdout.endswith(": 1 stage, 1 error: it cannot be exported\n")


def test_a_model_without_findings_leaves_with_code_0(
    saved: Any, struct: Any, tmp_path: Path
) -> None:
    model = saved.pipeline(saved.assembler(["x"], "v"))
    file = schema_file(tmp_path, struct(x=("double", False)))
    result = invoke("doctor", model, "--schema", file)
    assert (0, f"{model}: 1 stage, no findings: it can be exported\n") == (
        result.exit_code,
        result.stdout,
    )


@pytest.mark.parametrize("arguments", [[], ["a", "b"], ["a", "--scheme", "x"]])
def test_a_wrong_command_line_leaves_with_code_2(arguments: list[str]) -> None:
    assert 2 == invoke("doctor", *arguments).exit_code


def schema_file(folder: Path, schema: FeatureSchema | dict[str, Any]) -> Path:
    file = folder / "schema.json"
    given = schema.to_json() if isinstance(schema, FeatureSchema) else json.dumps(schema)
    file.write_text(given, encoding="utf-8")
    return file


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])
