"""The command `saltus-train`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from saltus_training.cli import app
from typer.testing import CliRunner

if TYPE_CHECKING:
    from click.testing import Result

COMMAND = Path(sys.executable).with_name("saltus-train")


def invoke(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_recipes_are_listed_with_their_pipelines() -> None:
    result = invoke("list")

    assert 0 == result.exit_code
    assert "flights_late: " in result.stdout
    assert "(logistic_regression, random_forest)" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "trains"], "error: no recipe `trains`; there is `flights_late`"),
        (["run", "flights-late", "--pipeline", "oracle"], "error: no pipeline `oracle`"),
    ],
)
def test_a_wrong_name_is_an_error_of_one_line(
    arguments: list[str], message: str, tmp_path: Path
) -> None:
    result = invoke(*arguments, "--output", tmp_path)

    assert 1 == result.exit_code
    assert result.stderr.startswith(message)
    assert 1 == len(result.stderr.splitlines())


def test_an_output_that_is_inside_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    result = invoke("run", "flights_late", "--output", tmp_path / "file/bundles")

    assert 1 == result.exit_code
    assert "file/bundles` cannot be made: Not a directory" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [["--sample", "0.5", "--full"], ["--sample", "0"], ["--sample", "1.5"], ["--held-out", "-1"]],
)
def test_options_that_make_no_sense_are_a_usage_error(arguments: list[str]) -> None:
    assert 2 == invoke("run", "flights_late", *arguments).exit_code


def test_a_missing_spark_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("saltus_training.recipes.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)

    result = invoke("list")

    assert 1 == result.exit_code
    assert "pip install 'saltus-training[spark]'" in result.stderr


@pytest.mark.spark
@pytest.mark.parametrize(
    ("number", "status", "step"),
    [
        (signal.SIGINT, 130, "fit logistic_regression"),
        (signal.SIGTERM, 143, "load 1% of flights_late"),
    ],
)
def test_an_interrupted_run_writes_nothing(
    tmp_path: Path, number: signal.Signals, status: int, step: str
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    output = tmp_path / "bundles"
    command = [COMMAND, "run", "flights_late", "--sample", "0.01", "--output", output]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": str(scratch)}
    ) as process:
        assert process.stderr is not None
        seen = list(iter(process.stderr.readline, f"{step} ...\n"))
        # In the middle of a job, where Spark's answer is waited for.
        time.sleep(0.5)
        process.send_signal(number)
        rest = process.stderr.read()

    assert status == process.returncode, seen
    assert "Traceback" not in rest
    assert [] == list(output.iterdir())
    assert [] == list(scratch.iterdir())
