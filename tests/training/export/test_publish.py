from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any, BinaryIO

import pytest
import saltus_runtime
from saltus_schema import FeatureSchema, Field
from saltus_training import publish
from saltus_training.conversion import convert
from saltus_training.errors import ExportError
from saltus_training.export import export_saved
from saltus_training.model_card import ModelCard
from saltus_training.notes import GOLDEN_ROWS, assemble

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SCHEMA = FeatureSchema(name="made", inputs=(Field(name="x", type="double"),))


@pytest.fixture
def content(saved: Any) -> Callable[..., bytes]:
    """A bundle that assembles `x`, with the golden rows given."""
    conversion = convert(saved.assembler(["x"], "o"), SCHEMA)

    def make(*rows: dict[str, Any]) -> bytes:
        golden = {"saltus_golden": 1, "columns": {"o": "exact"}, "rows": rows}
        return assemble(conversion, "made", {GOLDEN_ROWS: json.dumps(golden).encode()})

    return make


def writes(content: bytes) -> Callable[[BinaryIO], object]:
    return lambda file: file.write(content)


RIGHT = {
    "kind": "typical",
    "input": {"x": 2.0},
    "output": {"o": {"type": "dense", "values": [2.0]}},
}
WRONG = {**RIGHT, "output": {"o": {"type": "dense", "values": [3.0]}}}


def test_a_verified_bundle_takes_its_place(content: Any, tmp_path: Path) -> None:
    target = tmp_path / "made.zip"
    target.write_bytes(b"old")
    verification = publish.publish(writes(content(RIGHT)), target)
    assert ("golden", 1) == (verification.status, verification.rows)
    assert content(RIGHT) == target.read_bytes()


def test_a_bundle_has_the_permissions_of_any_new_file(content: Any, tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    publish.publish(writes(content(RIGHT)), tmp_path / "made.zip")
    assert (tmp_path / "other").stat().st_mode == (tmp_path / "made.zip").stat().st_mode


def test_a_bundle_that_disagrees_with_spark_leaves_the_old_one(
    content: Any, tmp_path: Path
) -> None:
    target = tmp_path / "made.zip"
    target.write_bytes(b"old")
    with pytest.raises(ExportError, match="golden row 0 differs in column `o`") as caught:
        publish.publish(writes(content(WRONG)), target)
    assert caught.value.stage == "verification of `vector_assembler`"
    assert b"old" == target.read_bytes()
    assert [target] == [path for path in tmp_path.iterdir() if path.is_file()]


def test_what_the_runtime_cannot_load_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="the runtime cannot load the bundle"):
        publish.publish(writes(b"no zip"), tmp_path / "made.zip")
    assert [] == list(tmp_path.iterdir())


def test_an_interrupt_leaves_nothing_behind(
    content: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_bundle: object) -> None:
        raise KeyboardInterrupt

    target = tmp_path / "made.zip"
    target.write_bytes(b"old")
    monkeypatch.setattr(saltus_runtime, "verify", interrupt)
    with pytest.raises(KeyboardInterrupt):
        publish.publish(writes(content(RIGHT)), target)
    assert b"old" == target.read_bytes()
    assert [target] == [path for path in tmp_path.iterdir() if path.is_file()]


STUCK = """
import pathlib, sys, threading
import saltus_runtime
from saltus_training import publish

saltus_runtime.verify = lambda bundle: threading.Event().wait()
content = pathlib.Path(sys.argv[1]).read_bytes()
with publish.termination_as_exit():
    publish.publish(lambda file: file.write(content), pathlib.Path(sys.argv[2]))
"""


@pytest.mark.skipif(os.name != "posix", reason="there is no SIGTERM elsewhere")
def test_a_termination_leaves_nothing_behind(content: Any, tmp_path: Path) -> None:
    """The process is terminated while the bundle lies beside its target, not yet verified."""
    source, folder = tmp_path / "source", tmp_path / "target"
    source.write_bytes(content(RIGHT))
    folder.mkdir()
    command = [sys.executable, "-c", STUCK, str(source), str(folder / "made.zip")]
    with subprocess.Popen(command) as process:
        while not list(folder.iterdir()):
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 128 + signal.SIGTERM
    assert [] == list(folder.iterdir())


def test_somebody_elses_termination_handler_stays() -> None:
    previous = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        with publish.termination_as_exit():
            assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGTERM, previous)


@pytest.mark.parametrize("target", ["", "nowhere/made.zip"])
def test_an_impossible_target_is_refused(tmp_path: Path, target: str) -> None:
    with pytest.raises(ExportError) as caught:
        publish.check_target(tmp_path / target)
    assert caught.value.stage == "target"


def test_a_saved_model_is_exported_without_spark(saved: Any, tmp_path: Path) -> None:
    target = tmp_path / "made.zip"
    model = saved.assembler(["x"], "o")
    result = export_saved(model, target, schema=SCHEMA, card={"metrics": {"auc": 0.75}})
    bundle = saltus_runtime.load(target)
    assert ("none", True, target) == (result.verification, result.portable, result.path)
    assert [
        "export.json",
        "feature_schema.json",
        "manifest.json",
        "model_card.json",
    ] == bundle.notes
    assert bundle.scorer().score({"x": 2.0}) == {"o": [2.0]}
    card = ModelCard.model_validate_json(bundle.note("model_card.json") or b"")
    assert {"auc": 0.75} == card.metrics
    assert ("made", "4.1.4") == (card.name, card.spark_version)
    assert result.card == card


def test_exporting_a_saved_model_twice_gives_equal_bytes(saved: Any, tmp_path: Path) -> None:
    model = saved.assembler(["x"], "o")
    digests = {
        export_saved(model, tmp_path / f"{number}.zip", schema=SCHEMA).sha256 for number in range(2)
    }
    assert len(digests) == 1


@pytest.mark.parametrize(
    ("card", "reason"),
    [({"metrix": {}}, "metrix"), ({"training_rows": "many"}, "training_rows")],
)
def test_an_ill_formed_card_is_refused(
    saved: Any, tmp_path: Path, card: dict[str, Any], reason: str
) -> None:
    target = tmp_path / "made.zip"
    with pytest.raises(ExportError, match=reason) as caught:
        export_saved(saved.assembler(["x"], "o"), target, schema=SCHEMA, card=card)
    assert caught.value.stage == "model card"
    assert not target.exists()


def test_a_card_with_nan_is_refused(saved: Any, tmp_path: Path) -> None:
    card = ModelCard(metrics={"auc": float("nan")})
    with pytest.raises(ExportError, match="number JSON cannot"):
        export_saved(saved.assembler(["x"], "o"), tmp_path / "made.zip", schema=SCHEMA, card=card)


def test_what_the_card_says_wins_over_what_the_export_finds() -> None:
    card = ModelCard.complete(ModelCard(version="7"), {"version": "0a1b", "task": "regression"})
    assert ("7", "regression") == (card.version, card.task)
