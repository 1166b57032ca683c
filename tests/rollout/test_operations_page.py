"""The runbook keeps up with the commands."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from saltus_serving import cli, rollout
from saltus_serving.store import ModelStore, Store
from saltus_testing import flights
from saltus_testing.rollouts import variant
from saltus_testing.service import SALTUS, SECONDS
from typer.testing import CliRunner

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = {"serve", "score", "inspect", "verify"}
"""What a single bundle needs, which other pages tell of."""
VERSION = "2026.11"


@pytest.fixture(name="page")
def _page(root: Path) -> str:
    return (root / "docs/operations.md").read_text(encoding="utf-8")


def test_the_usual_day_runs_as_it_is_written(tmp_path: Path, page: str) -> None:
    """A model answers already; the day ends with it, as the rollback wants."""
    blocks = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    assert 1 == len(blocks)
    model = rollout_store(tmp_path)
    before = model.states.latest().active
    members = flights.flights(card={**flights.MODEL_CARD, "version": VERSION})
    (tmp_path / "model.zip").write_bytes(flights.zipped(members))

    environment = {
        "PATH": f"{SALTUS.parent}:{os.environ['PATH']}",
        "SALTUS_PORT": "0",
        "SALTUS_DRAIN_SECONDS": "0",
    }

    done = subprocess.run(
        ["/bin/sh", "-ec", f"trap 'kill $!' EXIT\n{blocks[0]}"],
        cwd=tmp_path,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert 0 == done.returncode, done.stderr
    assert ["stage", "promote", "stage", "promote", "rollback"] == [
        state.change for state in model.states.history()
    ]
    assert before == model.states.latest().active


def rollout_store(folder: Path) -> ModelStore:
    """The store of the page, with a model that answers."""
    model = Store.at(folder / "bundles").model("flights")
    rollout.Promoter(model).promote(model.push(variant(0))[0])
    return model


def test_every_command_and_option_of_the_page_is_there(page: str) -> None:
    rows = re.findall(r"^\| `saltus (\w+)(.*?)` \|", page, re.MULTILINE)

    assert {*cli._COMMANDS} - BEFORE - {"admin"} == {command for command, _ in rows}
    assert "`SALTUS_ADMIN_TOKEN=… saltus admin" in page
    for command, arguments in rows:
        told = CliRunner().invoke(cli.app, [command, "--help"], env={"COLUMNS": "200"}).output
        for option in re.findall(r"--[a-z-]+", arguments):
            assert option in told, f"{command} {option}"
