"""The kinds of files, told by their suffix."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from saltus_serving.errors import BatchError

if TYPE_CHECKING:
    from pathlib import Path


class Format(StrEnum):
    """How rows are written in a file."""

    CSV = "csv"
    JSON_LINES = "jsonl"
    PARQUET = "parquet"
    ARROW = "arrow"


_SUFFIXES = {
    ".csv": Format.CSV,
    ".jsonl": Format.JSON_LINES,
    ".ndjson": Format.JSON_LINES,
    ".json": Format.JSON_LINES,
    ".parquet": Format.PARQUET,
    ".arrow": Format.ARROW,
    ".arrows": Format.ARROW,
    ".feather": Format.ARROW,
}


def format_of(path: Path) -> Format:
    """Return the format that the suffix of *path* names.

    Raises:
        BatchError: It names none.
    """
    found = _SUFFIXES.get(path.suffix.lower())
    if found is None:
        raise BatchError(str(path), f"the suffix is none of {', '.join(_SUFFIXES)}")
    return found


def data_files(path: Path) -> list[Path]:
    """Return the files to score: *path* itself, or those of the folder in order of their names.

    Names that start with `_` or `.` are left out, as Spark does.

    Raises:
        BatchError: There are none, or one has no known format.
    """
    if not path.is_dir():
        if not path.exists():
            raise BatchError(str(path), "there is no such file or folder")
        format_of(path)
        return [path]
    inside = (file.relative_to(path) for file in path.rglob("*") if file.is_file())
    files = [
        path / file
        for file in sorted(inside)
        if not any(p.startswith(("_", ".")) for p in file.parts)
    ]
    if not files:
        raise BatchError(str(path), "the folder has no files to score")
    for file in files:
        format_of(file)
    return files
