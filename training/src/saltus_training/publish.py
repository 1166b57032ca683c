"""Puts a bundle where it belongs: whole and verified, or not at all."""

from __future__ import annotations

import os
import secrets
import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import saltus_runtime

from saltus_training.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import FrameType
    from typing import BinaryIO

_TERMINATED = 128 + signal.SIGTERM


def check_target(path: Path) -> None:
    """Raises ExportError unless a bundle can be written to `path`; cheap, so it comes first."""
    if path.is_dir():
        raise ExportError(
            f"`{path}` is a folder",
            fix="give the path of a file",
            stage="target",
            rule=ExportError.FAILED,
        )
    if not path.parent.is_dir():
        raise ExportError(
            f"the folder `{path.parent}` does not exist",
            fix="create it",
            stage="target",
            rule=ExportError.FAILED,
        )


def publish(write: Callable[[BinaryIO], object], path: Path) -> saltus_runtime.Verification:
    """Puts a bundle at `path` once the runtime has loaded it and agrees with its golden rows.

    Until then `path` keeps what it held, and the bundle lies beside it under a hidden name.

    Args:
        write: Writes the bundle to a file.
        path: Where the bundle belongs.

    Raises:
        ExportError: It cannot be written, or the runtime refuses it; nothing is left behind.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    try:
        with _writable(path):
            _write(write, temporary)
        verification = verify(temporary)
        with _writable(path):
            temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)
    return verification


def verify(bundle: Path | bytes) -> saltus_runtime.Verification:
    """Loads a bundle and replays its golden rows.

    Raises:
        ExportError: The runtime cannot load it, or gives other values than Spark.
    """
    try:
        return saltus_runtime.verify(saltus_runtime.load(bundle))
    except saltus_runtime.BundleError as error:
        raise refusal(error) from error
    except saltus_runtime.VerificationError as error:
        raise ExportError(
            f"golden row {error.row} differs in column `{error.column}`: "
            f"Spark gives {error.expected}, the runtime {error.actual}",
            fix="train without the stage, or report the difference; the bundle was not written",
            stage=f"verification of `{error.stage}`",
            rule=ExportError.FAILED,
        ) from error


def refusal(error: saltus_runtime.BundleError, stage: str = "verification") -> ExportError:
    """Returns the error of an export whose bundle the runtime cannot load."""
    return ExportError(
        f"the runtime cannot load the bundle: {error.member or 'the file'} {error.reason}",
        fix=error.hint or "use a saltus-runtime of the same release as saltus-training",
        stage=stage,
        rule="refused-by-runtime",
    )


@contextmanager
def termination_as_exit() -> Iterator[None]:
    """Lets SIGTERM end the process as an exception does: with its temporary files removed."""
    main = threading.current_thread() is threading.main_thread()
    # Somebody else's handler knows better what a termination means.
    if not main or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, _exit)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _exit(_number: int, _frame: FrameType | None) -> None:
    sys.exit(_TERMINATED)


@contextmanager
def _writable(path: Path) -> Iterator[None]:
    """Says of the system's errors what they mean for the bundle."""
    try:
        yield
    except OSError as error:
        raise ExportError(
            f"`{path}` cannot be written: {error.strerror or error}",
            fix="make room there, or give another path; what was there is as it was",
            stage="target",
            rule=ExportError.FAILED,
        ) from error


def _write(write: Callable[[BinaryIO], object], path: Path) -> None:
    # Not a tempfile: the bundle shall have the permissions of any new file.
    with path.open("xb") as file:
        write(file)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Makes a rename last."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
