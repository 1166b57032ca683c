"""What kind of file it is, by its name and its first bytes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from saltus_training.ingest.errors import IngestError

if TYPE_CHECKING:
    from os import PathLike

Format = Literal["csv", "json", "parquet", "orc"]
FORMATS: tuple[Format, ...] = get_args(Format)

_ENDINGS: dict[str, Format] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".orc": "orc",
}
_BINARY: dict[bytes, Format] = {b"PAR1": "parquet", b"ORC": "orc"}
_TITLES = {"parquet": "Parquet", "orc": "ORC"}
_STRANGE = {
    b"PK\x03\x04": "it is a spreadsheet or a zip archive; save it as CSV",
    b"\xff\xfe": "it is UTF-16 text; save it as UTF-8",
    b"\xfe\xff": "it is UTF-16 text; save it as UTF-8",
}
_GZIP = b"\x1f\x8b"
_LONGEST = 4
_PATTERN = re.compile(r"[][{}*?\\]")


def data_format(path: str | PathLike[str], kind: Format | None = None) -> Format:
    """Tells the format of a file, or of a folder's files.

    Args:
        path: A file, a folder, a pattern or a URI; what is local is looked into.
        kind: The format, if the name does not tell it.

    Raises:
        IngestError: There is no such file, it is empty, or it is not what its name says.
    """
    source = str(path)
    if _is_elsewhere(source) or ("*" in source and not Path(path).exists()):
        return kind or _by_name(source, Path(source))
    file = _first(source, Path(path))
    chosen = kind or _by_name(source, file)
    with file.open("rb") as stream:
        start = stream.read(_LONGEST)
    if start.startswith(_GZIP) and ".gz" not in file.suffixes:
        raise IngestError(source, "it is compressed; add .gz to its name")
    for magic, reason in _STRANGE.items():
        if start.startswith(magic):
            raise IngestError(source, reason)
    found = next((kind for magic, kind in _BINARY.items() if start.startswith(magic)), None)
    if found and found != chosen:
        title = _TITLES[found]
        raise IngestError(source, f"it is {title}, but its name says otherwise; name it .{found}")
    if chosen in _TITLES and not found:
        title = _TITLES[chosen]
        raise IngestError(source, f"its name says {title}, but it is not; name it by its format")
    return chosen


def spark_path(path: str | PathLike[str]) -> str:
    """Returns a path as Spark takes it: whole, since the JVM has a working folder of its own.

    Args:
        path: What of it is there, is meant as it stands; else it may be a pattern.
    """
    source = str(path)
    if _is_elsewhere(source):
        return source
    whole = str(Path(path).absolute())
    return "file://" + (_PATTERN.sub(r"\\\g<0>", whole) if Path(path).exists() else whole)


def _is_elsewhere(source: str) -> bool:
    return "://" in source


def _by_name(source: str, file: Path) -> Format:
    # Spark compresses what it writes: part-00000.csv.gz.
    for ending in map(str.lower, reversed(file.suffixes)):
        if ending in _ENDINGS:
            return _ENDINGS[ending]
    known = ", ".join(_ENDINGS)
    raise IngestError(source, f"the end of its name tells no format; use one of {known}")


def _first(source: str, path: Path) -> Path:
    if not path.exists():
        raise IngestError(source, "there is no such file or folder")
    files = [path]
    if path.is_dir():
        files = [file for file in sorted(path.rglob("*")) if _has_rows(file)]
        if not files:
            raise IngestError(source, "the folder has no files with rows")
    filled = [file for file in files if file.stat().st_size]
    if not filled:
        raise IngestError(source, "it is empty; give a file with rows")
    return filled[0]


def _has_rows(file: Path) -> bool:
    return file.is_file() and not file.name.startswith(("_", "."))
