"""The commands, as an operator types them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from typing import TYPE_CHECKING, Any

import pytest
from saltus_serving import cli
from saltus_serving.store import WorkerReport
from saltus_serving.store.workers import this_host
from saltus_testing.rollouts import breaking, variant, wrong
from saltus_testing.service import SALTUS, SECONDS

if TYPE_CHECKING:
    from pathlib import Path

    from saltus_serving.store import ModelStore

Run = Any


@pytest.fixture(name="saltus")
def _saltus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs a command on the store, and returns the exit code and what it printed."""
    monkeypatch.setenv("SALTUS_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: object) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["saltus", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out = capsys.readouterr().out
        code = ended.value.code
        return (1, code) if isinstance(code, str) else (int(code or 0), out)

    return run


@pytest.fixture(name="bundles")
def _bundles(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{number}.zip" for number in range(3)]
    for number, path in enumerate(paths):
        path.write_bytes(variant(number))
    return paths


def test_from_push_to_rollback(saltus: Run, bundles: list[Path], model: ModelStore) -> None:
    pushed = [
        json.loads(saltus("push", path, "--model", "flights", "--json")[1]) for path in bundles
    ]
    assert [("flights", f"v{n}", True) for n in range(3)] == [
        (each["model"], each["version"], each["new"]) for each in pushed
    ]
    first, second, _ = (each["digest"] for each in pushed)

    assert 0 == saltus("promote", "v0", "--reason", "the first")[0]
    assert 0 == saltus("stage", second[:8])[0]
    promoted = json.loads(saltus("promote", "--if-generation", 3, "--json")[1])
    assert (second, first, []) == (
        promoted["active"],
        promoted["previous"],
        promoted["workers"],
    )
    assert first == json.loads(saltus("rollback", "--json")[1])["active"]

    listed = json.loads(saltus("list", "--json")[1])["flights"]
    assert ["active", "previous", None] == [each["slot"] for each in listed]
    (status,) = json.loads(saltus("status", "--json")[1])
    assert (5, first) == (status["state"]["generation"], model.states.latest().active)
    for command in ("list", "status", "history"):
        assert first[:8] in saltus(command)[1]
    assert "the first" in saltus("history")[1]


def test_without_a_name_a_bundle_goes_to_the_model_of_its_card(
    saltus: Run, bundles: list[Path]
) -> None:
    assert saltus("push", bundles[0])[1].startswith("flights-late v0 pushed: ")
    assert "is there already" in saltus("push", bundles[0])[1]


def test_a_bad_bundle_is_not_pushed(saltus: Run, tmp_path: Path, model: ModelStore) -> None:
    path = tmp_path / "wrong.zip"
    path.write_bytes(wrong())

    for bad in (path, tmp_path / "none.zip", tmp_path):
        code, said = saltus("push", bad, "--model", "flights")
        assert (1, 1) == (code, len(said.splitlines()))
    assert [] == model.versions.digests()


def test_what_is_refused_is_one_line_and_changes_nothing(
    saltus: Run, bundles: list[Path], tmp_path: Path, model: ModelStore
) -> None:
    saltus("push", bundles[0], "--model", "flights")
    saltus("promote", "v0")
    other = tmp_path / "breaking.zip"
    other.write_bytes(breaking())
    digest = json.loads(saltus("push", other, "--model", "flights", "--json")[1])["digest"]
    before = model.states.latest().active

    for arguments, told in {
        ("promote", digest): "--allow-breaking",
        ("promote", "--if-generation", 1): "is in force, not 1",
        ("promote", "nope"): "saltus list",
        ("rollback",): "no previous",
        ("stage", "v0", "--model", "other"): "no model `other`",
        ("stage", "v0", "--model", "../flights"): "name",
    }.items():
        code, said = saltus(*arguments)
        assert (1, True) == (code, told in said), said
    assert before == model.states.latest().active

    assert 0 == saltus("promote", "--allow-breaking", "all clients know")[0]
    assert "all clients know" == model.states.latest().allow_breaking


def test_gc_removes_what_is_in_no_slot(saltus: Run, bundles: list[Path], model: ModelStore) -> None:
    for number, path in enumerate(bundles):
        saltus("push", path, "--model", "flights")
        saltus("promote", f"v{number}")

    assert "removed 1 bundles" in saltus("gc")[1]
    assert {*model.versions.digests()} == model.states.latest().in_use


def test_a_store_that_is_not_there_says_how_to_begin(saltus: Run) -> None:
    assert "saltus push" in saltus("list")[1]
    assert "saltus push" in saltus("status")[1]
    assert 1 == saltus("promote")[0]


def test_a_reason_may_be_any_bytes(saltus: Run, bundles: list[Path], model: ModelStore) -> None:
    saltus("push", bundles[0], "--model", "flights")
    reason = b"caf\xe9".decode("utf-8", "surrogateescape")  # as a command line in Latin 1 has it

    assert 0 == saltus("stage", "v0", "--reason", reason, "--allow-breaking", reason)[0]
    assert "caf?" == model.states.latest().reason == model.states.latest().allow_breaking


@pytest.mark.parametrize("port", [-1, 65536])
def test_an_admin_port_that_cannot_be_is_refused(saltus: Run, port: int) -> None:
    assert 2 == saltus("admin", "--token", "secret", "--port", port)[0]


def test_status_goes_on_until_it_is_interrupted(
    tmp_path: Path, model: ModelStore, bundles: list[Path]
) -> None:
    model.push(bundles[0].read_bytes())
    command = [SALTUS, "status", "--watch", "--json", "--store", tmp_path / "store"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as watching:
        assert watching.stdout is not None
        lines = [json.loads(watching.stdout.readline()) for _ in range(2)]
        watching.send_signal(signal.SIGINT)
        watching.communicate(timeout=SECONDS)

    assert ["flights", "flights"] == [line[0]["model"] for line in lines]


def test_a_promotion_that_is_killed_changes_nothing_and_the_next_one_does(
    tmp_path: Path, model: ModelStore, bundles: list[Path]
) -> None:
    """It waits for a worker that lives and never reports, and is killed there."""
    digest, _ = model.push(bundles[0].read_bytes())
    hold = model.workers.join("sleeper")

    model.workers.report(WorkerReport(instance="sleeper", host=this_host(), pid=os.getpid()))
    command = [SALTUS, "promote", digest, "--store", tmp_path / "store"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as promoting:
        while model.states.latest().candidate is None:
            time.sleep(0.02)
        promoting.kill()
    assert (None, digest) == (model.states.latest().active, model.states.latest().candidate)

    hold.release()
    done = subprocess.run([*command[:2], *command[3:]], check=False, timeout=SECONDS)
    assert (0, digest) == (done.returncode, model.states.latest().active)
