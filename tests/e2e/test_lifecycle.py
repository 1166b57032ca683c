"""What docs/lifecycle.md tells a data scientist to type works, in its order, on fewer rows."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pyarrow.parquet as pq
import pytest
from saltus_testing.service import Service
from saltus_training.cli import app
from typer.testing import CliRunner

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = [pytest.mark.spark, pytest.mark.timeout(1200)]

ROWS = 600
BIN = Path(sys.executable).parent


@pytest.fixture(scope="module", name="page")
def _page(root: Path) -> str:
    return (root / "docs/lifecycle.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module", name="folder")
def _folder(page: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that the page begins with, cut to what a test has time for."""
    folder = tmp_path_factory.mktemp("lifecycle")
    type_in(shell(page)[0], folder)
    data = folder / "churn.csv"
    lines = data.read_text(encoding="utf-8").splitlines(keepends=True)
    assert len(lines) > 5000
    data.write_text("".join(lines[: ROWS + 1]), encoding="utf-8")
    return folder


def shell(page: str) -> list[str]:
    """The commands of the blocks to be typed; a line that ends within quotes goes on."""
    blocks = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    return [line for block in blocks for line in re.split(r"\n(?! )", block.strip())]


def steps(page: str) -> list[str]:
    """The commands of the table, in its order."""
    return re.findall(r"^\| [a-z, ]+ \| `(saltus[^`]+)` \|", page, re.MULTILINE)


def type_in(command: str, folder: Path) -> str:
    """Returns what it says. Commands of Spark share the session of this run.

    But for those whose paths are Hadoop's, which begin where Spark was started.
    """
    words = shlex.split(command)
    if words[0] == "saltus-train" and words[1] != "stream":
        done = CliRunner().invoke(app, words[1:])
        assert 0 == done.exit_code, done.output
        return done.output
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path}
    return subprocess.run(
        words, cwd=folder, env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def served(command: str, folder: Path, body: str | None = None) -> httpx.Response:
    """Starts what the page starts, on a free port, and asks what the page asks."""
    bundle = folder / shlex.split(command.rstrip(" &"))[-1]
    with Service(folder, bundle) as service:
        if body is None:
            return httpx.get(f"{service.url}/docs")
        headers = {"content-type": "application/json"}
        return httpx.post(f"{service.url}/predict", content=body, headers=headers)


@pytest.mark.slow
def test_all_at_once(
    page: str, folder: Path, spark: SparkSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert spark is not None
    monkeypatch.chdir(folder)

    said = type_in(shell(page)[1], folder)

    assert "is the best of logistic_regression, random_forest, gradient_boosting" in said
    assert 1 == len(list(folder.glob("store/churn/versions/*.zip")))


@pytest.mark.slow
def test_step_by_step(
    page: str, folder: Path, spark: SparkSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert spark is not None
    monkeypatch.chdir(folder)
    commands = steps(page)
    assert 8 == len(commands)

    for command in commands:
        if command.startswith("saltus serve"):
            assert 200 == served(command, folder).status_code
        elif command.startswith("saltus-train stream"):
            (folder / "incoming").mkdir()
            shutil.copy(folder / "churn.csv", folder / "incoming")
            type_in(f"{command} --once", folder)
        else:
            type_in(command, folder)

    assert (folder / "churn.json").is_file()
    assert (folder / "bundles/churn-random_forest.report.html").is_file()
    assert ROWS + 1 == len((folder / "scored.csv").read_text(encoding="utf-8").splitlines())
    assert ROWS == pq.read_table(folder / "scores").num_rows


def test_a_pipeline_and_an_estimator_of_ones_own(
    page: str, folder: Path, spark: SparkSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert spark is not None
    monkeypatch.chdir(folder)
    _, recipe = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (folder / "clipped.py").write_text(recipe, encoding="utf-8")
    run, serve, curl = shell(page)[2:]

    type_in(run, folder)
    answer = served(serve, folder, re.search(r"-d '(.*)'", curl, re.DOTALL)[1])  # type: ignore[index]

    assert 200 == answer.status_code, answer.text
    assert answer.json()["label"] in {"stays", "leaves"}
