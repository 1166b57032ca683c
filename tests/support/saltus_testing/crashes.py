"""A disk that fills up, and loses at a power cut what was not synced."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from saltus_serving.store.disk import Disk

if TYPE_CHECKING:
    from pathlib import Path


class Killed(BaseException):
    """The process was killed at this point; not even its clean-up runs."""


class CrashyDisk(Disk):
    """Files of which only what was synced survives; the real disk is not waited for.

    Attributes:
        full: Whether there is no room for more.
        steps_left: After so many steps the process is killed; None for never.
    """

    def __init__(self) -> None:
        self.full = False
        self.steps_left: int | None = None
        self._contents: set[int] = set()
        self._names: dict[Path, bytes | None] = {}

    def write(self, path: Path, content: bytes) -> None:
        self._step()
        super().write(path, content[: len(content) // 2] if self.full else content)
        self._contents.add(path.stat().st_ino)
        if self.full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def sync(self, path: Path) -> None:
        self._step()
        if path.is_dir():
            self._names = {name: old for name, old in self._names.items() if name.parent != path}
        else:
            self._contents.discard(path.stat().st_ino)

    def link(self, source: Path, target: Path) -> None:
        self._step()
        super().link(source, target)
        self._names[target] = None

    def replace(self, source: Path, target: Path) -> None:
        self._step()
        self._names.setdefault(target, target.read_bytes() if target.exists() else None)
        super().replace(source, target)

    def delete(self, path: Path) -> None:
        self._step()
        super().delete(path)

    def restart(self) -> None:
        """Let the next process run."""
        self.steps_left = None

    def power_cut(self, folder: Path) -> None:
        """Lose names and contents that were not synced."""
        for path, old in self._names.items():
            path.unlink(missing_ok=True)
            if old is not None:
                path.write_bytes(old)
        for path in folder.rglob("*"):
            if path.is_file() and path.stat().st_ino in self._contents:
                os.truncate(path, path.stat().st_size // 2)
        self._names, self._contents = {}, set()

    def _step(self) -> None:
        if self.steps_left is None:
            return
        if self.steps_left <= 0:
            raise Killed
        self.steps_left -= 1
