"""Folders of a saved model, on this machine or wherever pyarrow's file systems reach."""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyarrow import fs

from saltus_training.errors import SavedModelError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

# At least two letters: one is a drive.
_URI = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/")
# Hadoop's names of what others call s3.
_ALIASES = {"s3a": "s3", "s3n": "s3"}
_SCHEMES = "file://, s3://, gs://, abfss:// or hdfs://"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder, and how it is reached.

    Attributes:
        name: The folder as the user named it.
        path: Its path in the file system.
        filesystem: The file system.
    """

    name: str
    path: str
    filesystem: Any

    @classmethod
    def at(cls, location: str | PathLike[str] | Folder, filesystem: Any = None) -> Folder:
        """Returns the folder at a path or URI.

        Args:
            location: A path, or a URI such as `s3://bucket/model` if no *filesystem* is given.
            filesystem: A `pyarrow.fs.FileSystem` or one of fsspec that the path is in; by
                default that of the URI, or this machine's.

        Raises:
            SavedModelError: There is no file system for the URI, or it cannot be reached.
        """
        if isinstance(location, Folder):
            return location
        name = os.fspath(location)
        if filesystem is not None:
            return cls(name, name, _arrow_filesystem(filesystem))
        scheme = _URI.match(name)
        if scheme is None:
            return cls(name, str(Path(name).absolute()), fs.LocalFileSystem())
        known = _ALIASES.get(scheme[1].lower(), scheme[1].lower())
        try:
            found, path = fs.FileSystem.from_uri(known + name[len(scheme[1]) :])
        except (pa.ArrowException, OSError, ValueError) as error:
            raise SavedModelError(
                f"`{name}` cannot be opened: {_first_line(error)}",
                fix=f"give a path, or a URI of {_SCHEMES}",
            ) from error
        return cls(name, path, found)

    def __truediv__(self, name: str) -> Folder:
        """Returns what has that name in the folder."""
        return Folder(
            f"{self.name.rstrip('/')}/{name}", f"{self.path.rstrip('/')}/{name}", self.filesystem
        )

    def __str__(self) -> str:
        return self.name

    def exists(self) -> bool:
        """Tells whether there is something of that name."""
        return bool(self._type() != fs.FileType.NotFound)

    def is_dir(self) -> bool:
        """Tells whether it is a folder."""
        return bool(self._type() == fs.FileType.Directory)

    def parts(self, suffix: str = "") -> list[Folder]:
        """Returns the part files in it by name."""
        with _readable(self):
            found = self.filesystem.get_file_info(fs.FileSelector(self.path))
        names = sorted(each.base_name for each in found if each.type == fs.FileType.File)
        return [self / name for name in names if name.startswith("part-") and name.endswith(suffix)]

    def read_bytes(self) -> bytes:
        """Returns the content of a file."""
        with _readable(self), self.filesystem.open_input_stream(self.path) as stream:
            content: bytes = stream.read()
            return content

    def open(self) -> Any:
        """Opens a file for reading at any place."""
        with _readable(self):
            return self.filesystem.open_input_file(self.path)

    @contextmanager
    def on_this_machine(self) -> Iterator[Path]:
        """Gives the folder itself if it is on this machine, else a copy for the time being."""
        if isinstance(self.filesystem, fs.LocalFileSystem):
            yield Path(self.path)
            return
        with tempfile.TemporaryDirectory(prefix="saltus-model-") as folder:
            copy = Path(folder).resolve() / "model"
            with _readable(self):
                fs.copy_files(self.path, str(copy), self.filesystem, fs.LocalFileSystem())
            yield copy

    def _type(self) -> fs.FileType:
        with _readable(self):
            return self.filesystem.get_file_info(self.path).type


def _arrow_filesystem(filesystem: Any) -> Any:
    if isinstance(filesystem, fs.FileSystem):
        return filesystem
    return fs.PyFileSystem(fs.FSSpecHandler(filesystem))


@contextmanager
def _readable(folder: Folder) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        raise SavedModelError(
            f"`{folder}` cannot be read: {_first_line(error)}",
            fix="check that it is there, and that you may read it",
        ) from error


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
