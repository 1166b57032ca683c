"""What goes wrong while `saltus-train export` runs, with the real command."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import saltus_runtime

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COMMAND = Path(sys.executable).with_name("saltus-train")
OLD = b"the bundle of yesterday"


class Workplace:
    """A saved model, its schema, and a target that holds something already."""

    def __init__(self, folder: Path, saved: Any, struct: Any) -> None:
        coefficients = [[1.0 + index / 7 for index in range(40)]]
        names = [f"x{index}" for index in range(40)]
        self.model = saved.pipeline(
            saved.string_indexer(["c"], ["i"], [["a", "b"]]),
            saved.assembler(names, "features"),
            saved.logistic_regression(coefficients, [0.5]),
        )
        self.schema = folder / "schema.json"
        declared = struct(c="string", **dict.fromkeys(names, "double"))
        self.schema.write_text(json.dumps(declared), encoding="utf-8")
        self.target = folder / "out/model.zip"
        self.target.parent.mkdir()
        self.target.write_bytes(OLD)
        self.scratch = folder / "scratch"
        self.scratch.mkdir()
        self.environment = {**os.environ, "TMPDIR": str(self.scratch)}

    @property
    def command(self) -> list[str | Path]:
        return [COMMAND, "export", self.model, "-o", self.target, "--schema", self.schema]

    def run(self, **options: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            **options,
        )

    def check_untouched(self) -> None:
        assert OLD == self.target.read_bytes()
        assert [self.target] == list(self.target.parent.iterdir())
        assert [] == list(self.scratch.iterdir())


@pytest.fixture
def place(tmp_path: Path, saved: Any, struct: Any) -> Workplace:
    return Workplace(tmp_path, saved, struct)


def _truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "no mark of success": (
        lambda model: (model / "metadata/_SUCCESS").unlink(),
        "has no _SUCCESS file: it was written in part",
    ),
    "a stage is missing": (
        lambda model: shutil.rmtree(model / "stages/1_uid_1"),
        "stages/1_uid_1` does not exist",
    ),
    "the data of a stage are missing": (
        lambda model: shutil.rmtree(model / "stages/2_uid_2/data"),
        "stages/2_uid_2/data` is missing: the saved model is incomplete",
    ),
    "a stage is half-written": (
        lambda model: (model / "stages/2_uid_2/data/_SUCCESS").unlink(),
        "stages/2_uid_2/data` has no _SUCCESS file",
    ),
    "Parquet is cut": (
        lambda model: _truncate(next((model / "stages/2_uid_2/data").glob("*.parquet"))),
        "stages/2_uid_2/data` cannot be read",
    ),
    "Parquet is gone": (
        lambda model: next((model / "stages/0_uid_0/data").glob("*.parquet")).unlink(),
        "stages/0_uid_0/data` cannot be read: it holds no Parquet file",
    ),
    "metadata are cut": (
        lambda model: _truncate(model / "stages/0_uid_0/metadata/part-00000"),
        "stages/0_uid_0` is not Spark's",
    ),
    "metadata are empty": (
        lambda model: (model / "metadata/part-00000").write_bytes(b""),
        "holds no metadata: every part file is empty",
    ),
    "metadata are binary": (
        lambda model: (model / "metadata/part-00000").write_bytes(b"\xff\xfe"),
        "is not text",
    ),
    "the folder is somebody else's": (
        lambda model: shutil.rmtree(model / "metadata"),
        "is not a model saved by Spark: it has no `metadata` folder",
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_an_incomplete_model_is_refused_and_the_target_stays(place: Workplace, damage: str) -> None:
    do, reason = DAMAGES[damage]
    do(place.model)
    done = place.run()
    assert (1, "") == (done.returncode, done.stdout)
    assert reason in done.stderr
    assert "Traceback" not in done.stderr
    place.check_untouched()


def test_a_file_in_the_place_of_the_model_is_refused(place: Workplace) -> None:
    shutil.rmtree(place.model)
    place.model.write_text("no folder", encoding="utf-8")
    done = place.run()
    assert 1 == done.returncode
    assert "is not a model saved by Spark" in done.stderr
    place.check_untouched()


def test_no_room_for_the_bundle_is_said_and_the_target_stays(place: Workplace) -> None:
    """The system ends the write in the middle of the bundle, as a full disk does."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))

    done = place.run(preexec_fn=limit)
    assert 1 == done.returncode
    assert f"`{place.target}` cannot be written: File too large" in done.stderr
    assert "make room there" in done.stderr
    assert "Traceback" not in done.stderr
    place.check_untouched()


# Where a bundle lies beside its target, not yet verified, the command waits for ever.
_STUCK = """
import threading
import saltus_runtime
saltus_runtime.verify = lambda bundle: threading.Event().wait()
"""


@pytest.fixture
def stuck(place: Workplace, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """The command in the middle of an export."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site/sitecustomize.py").write_text(_STUCK, encoding="utf-8")
    environment = {**place.environment, "PYTHONPATH": str(tmp_path / "site")}
    with subprocess.Popen(
        place.command, env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        while len(list(place.target.parent.iterdir())) == 1:
            assert process.poll() is None
            time.sleep(0.01)
        yield process
        process.kill()


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_export_leaves_nothing_behind(
    place: Workplace, stuck: subprocess.Popen[str], number: signal.Signals, status: int
) -> None:
    stuck.send_signal(number)
    _, said = stuck.communicate(timeout=60)
    assert status == stuck.returncode
    assert "Traceback" not in said
    place.check_untouched()


def test_after_a_kill_the_target_stays_and_the_next_export_succeeds(
    place: Workplace, stuck: subprocess.Popen[str]
) -> None:
    stuck.kill()
    stuck.wait(timeout=60)
    assert OLD == place.target.read_bytes()
    left = [path for path in place.target.parent.iterdir() if path != place.target]
    assert 1 == len(left)
    assert left[0].name.startswith(".model.zip.")

    assert 0 == place.run().returncode
    assert 3 == len(saltus_runtime.load(place.target).stages)
    assert {place.target, *left} == set(place.target.parent.iterdir())


def test_a_folder_that_lets_nobody_write_is_said(place: Workplace) -> None:
    """Root may write anywhere, but not where a file is in the way of a folder."""
    shutil.rmtree(place.target.parent)
    place.target.parent.write_bytes(OLD)
    done = place.run()
    assert 1 == done.returncode
    assert f"the folder `{place.target.parent}` does not exist" in done.stderr
    assert OLD == place.target.parent.read_bytes()
