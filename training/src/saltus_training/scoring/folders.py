"""Folders as Spark sees them: local, or of any file system that Hadoop knows."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saltus_training.scoring.model import ScoringError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession


class Folders:
    """Renames and removes folders through Hadoop, so that what appears is whole."""

    def __init__(self, spark: SparkSession) -> None:
        self._jvm: Any = spark._jvm  # noqa: SLF001 - Spark has no other door to the file system
        self._conf = spark.sparkContext._jsc.hadoopConfiguration()  # noqa: SLF001

    def _at(self, path: str) -> tuple[Any, Any]:
        place = self._jvm.org.apache.hadoop.fs.Path(path)
        return place.getFileSystem(self._conf), place

    def exists(self, path: str) -> bool:
        """Tell whether there is a file or folder."""
        system, place = self._at(path)
        return bool(system.exists(place))

    def are_local(self, path: str) -> bool:
        """Tell whether programs without Hadoop know the folder."""
        system, _ = self._at(path)
        return bool(system.getScheme() == "file")

    def local(self, path: str) -> Path:
        """Return a local folder as programs without Hadoop know it."""
        system, place = self._at(path)
        return Path(system.makeQualified(place).toUri().getPath())

    def remove(self, path: str) -> None:
        """Remove a folder, if it is there."""
        system, place = self._at(path)
        system.delete(place, True)

    def rename(self, path: str, target: str) -> None:
        """Give a folder its name.

        Raises:
            ScoringError: The target is there already, or the file system refuses.
        """
        system, place = self._at(path)
        goal = self._jvm.org.apache.hadoop.fs.Path(target)
        if system.exists(goal) or not system.rename(place, goal):
            raise ScoringError(target, "cannot be put in place: is something there by now?")

    @contextmanager
    def appearing(self, target: str) -> Iterator[str]:
        """Give a hidden place beside *target* that gets its name on success, else is removed."""
        parent, _, name = target.rstrip("/").rpartition("/")
        place = f"{parent or '.'}/.{name}.{secrets.token_hex(8)}"
        if target.startswith("/") and not parent:
            place = f"/.{name}.{secrets.token_hex(8)}"
        try:
            yield place
            self.rename(place, target)
        finally:
            self.remove(place)
