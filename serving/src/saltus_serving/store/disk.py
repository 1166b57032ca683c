"""The few calls of the operating system that durability hangs on."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Disk:
    """Files of one machine. Every method is one step that a power cut may come before or after."""

    def write(self, path: Path, content: bytes) -> None:
        """Write a new file."""
        with path.open("xb") as file:
            file.write(content)

    def sync(self, path: Path) -> None:
        """Make what a file or a folder holds last."""
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def link(self, source: Path, target: Path) -> None:
        """Give a file a second name.

        Raises:
            FileExistsError: Another file has that name.
        """
        os.link(source, target)

    def replace(self, source: Path, target: Path) -> None:
        """Give a file another name, which it may take from another file."""
        source.replace(target)

    def delete(self, path: Path) -> None:
        """Remove a file, if it is there."""
        path.unlink(missing_ok=True)
