"""What SQL depends on and a saved model does not hold, on the command line."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import saltus_runtime
from saltus_training.cli import app
from typer.testing import CliRunner

if TYPE_CHECKING:
    from click.testing import Result

COMMAND = Path(sys.executable).with_name("saltus-train")
STATEMENT = "SELECT *, hour(w) AS h, a + 1 AS b FROM __THIS__"
ROW = {"w": "2024-02-29T23:30:00Z", "a": 2**31 - 1}


def invoke(command: str, *arguments: object) -> Result:
    return CliRunner().invoke(app, [command, *map(str, arguments)])


@pytest.fixture
def timed(saved: Any) -> Path:
    """A statement that needs the time zone, and raises on overflow under ANSI rules."""
    transformer = "org.apache.spark.ml.feature.SQLTransformer"
    folder: Path = saved.pipeline(saved.stage(transformer, {"statement": STATEMENT}))
    return folder


@pytest.fixture
def declared(struct: Any, tmp_path: Path) -> Path:
    file = tmp_path / "schema.json"
    file.write_text(json.dumps(struct(w="timestamp", a="int")), encoding="utf-8")
    return file


def test_the_time_zone_is_asked_for_with_the_option_to_give(timed: Path, declared: Path) -> None:
    result = invoke("doctor", timed, "--schema", declared)
    assert 1 == result.exit_code
    assert "error unknown-fact: 0 SQLTransformer" in result.stdout
    assert "--time-zone UTC" in result.stdout
    assert 0 == invoke("doctor", timed, "--schema", declared, "--time-zone", "UTC").exit_code


def test_the_bundle_follows_the_settings_that_are_given(
    timed: Path, declared: Path, tmp_path: Path
) -> None:
    target = tmp_path / "model.zip"
    options = ("-o", target, "--schema", declared, "--time-zone", "+01:00")
    assert 0 == invoke("export", timed, *options, "--no-ansi").exit_code
    bundle = saltus_runtime.load(target)
    assert {"h": 0, "b": -(2**31)} == bundle.scorer().score(ROW)
    card = json.loads(bundle.note("model_card.json"))
    assert ("+01:00", False) == (card["time_zone"], card["ansi"])

    assert 0 == invoke("export", timed, *options, "--ansi").exit_code
    with pytest.raises(saltus_runtime.ScoreError, match="ARITHMETIC_OVERFLOW"):
        saltus_runtime.load(target).scorer().score(ROW)


@pytest.mark.spark
def test_golden_rows_are_scored_under_them(timed: Path, declared: Path, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(json.dumps(ROW) + "\n", encoding="utf-8")
    target = tmp_path / "model.zip"
    options = ("--rows", rows, "--time-zone", "+01:00", "--no-ansi", "--master", "local[1]")
    result = invoke("export", timed, "-o", target, "--schema", declared, *options)
    assert (0, True) == (result.exit_code, "verified: " in result.stdout), result.output
    assert 0 == saltus_runtime.load(target).scorer().score(ROW)["h"]


@pytest.mark.spark
def test_an_interrupt_while_spark_scores_says_one_line_and_keeps_the_target(
    timed: Path, declared: Path, tmp_path: Path
) -> None:
    rows, target = tmp_path / "rows.jsonl", tmp_path / "model.zip"
    rows.write_text(json.dumps(ROW) + "\n", encoding="utf-8")
    target.write_bytes(b"old")
    command = [COMMAND, "export", timed, "-o", target, "--schema", declared, "--rows", rows]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        seen = list(iter(process.stderr.readline, "score golden rows, write and verify ...\n"))
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()

    assert 130 == process.returncode, (seen, rest)
    assert "interrupted: Spark is stopped, nothing is half-written\n" == rest
    assert b"old" == target.read_bytes()
    assert [] == list(tmp_path.glob(".*"))
