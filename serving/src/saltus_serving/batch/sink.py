"""Scores into files that appear whole or not at all."""

from __future__ import annotations

import json
import math
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from saltus_serving.batch.formats import Format, format_of
from saltus_serving.errors import BatchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Sink(Protocol):
    """Takes tables of one schema."""

    def write(self, table: pa.Table) -> None: ...

    def close(self) -> None: ...


@contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """Give a place to write; on success it becomes *path*, else it is removed.

    Raises:
        BatchError: It cannot be written.
    """
    path = path.absolute()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
        try:
            place = scratch / path.name
            yield place
            _flush(place)
            place.replace(path)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise BatchError(str(path), f"it cannot be written: {reason}") from error


def _flush(place: Path) -> None:
    for file in place.rglob("*") if place.is_dir() else [place]:
        if file.is_file():
            with file.open("rb") as stream:
                os.fsync(stream.fileno())


def sink(path: Path, schema: pa.Schema) -> Sink:
    """Open a file for rows of *schema*, in the format of its suffix."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return _SINKS[format_of(path)](path, schema)


class _JsonLines:
    def __init__(self, path: Path, _: pa.Schema) -> None:
        self._file = path.open("w", encoding="utf-8")

    def write(self, table: pa.Table) -> None:
        for row in table.to_pylist():
            self._file.write(json.dumps(_finite(row), ensure_ascii=False, default=str) + "\n")

    def close(self) -> None:
        self._file.close()


class _Csv:
    """Lists are JSON in a cell, as CSV has no lists."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        flat = [pa.field(f.name, pa.string() if _nested(f.type) else f.type) for f in schema]
        self._schema = pa.schema(flat)
        self._writer = pa.csv.CSVWriter(path, self._schema)

    def write(self, table: pa.Table) -> None:
        flat = [
            pa.array([None if c is None else json.dumps(_finite(c)) for c in column.to_pylist()])
            if _nested(column.type)
            else column
            for column in table.columns
        ]
        self._writer.write_table(pa.table(flat, names=self._schema.names).cast(self._schema))

    def close(self) -> None:
        self._writer.close()


class _Table:
    def __init__(self, writer: Any) -> None:
        self._writer = writer

    def write(self, table: pa.Table) -> None:
        self._writer.write_table(table)

    def close(self) -> None:
        self._writer.close()


def _nested(data_type: pa.DataType) -> bool:
    return bool(pa.types.is_nested(data_type))


def _finite(value: Any) -> Any:
    """Null for NaN and infinities, as an answer over HTTP has it."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(member) for key, member in value.items()}
    return [_finite(element) for element in value] if isinstance(value, list) else value


_SINKS: dict[Format, Callable[[Path, pa.Schema], Sink]] = {
    Format.CSV: _Csv,
    Format.JSON_LINES: _JsonLines,
    Format.PARQUET: lambda path, schema: _Table(pa.parquet.ParquetWriter(path, schema)),
    Format.ARROW: lambda path, schema: _Table(pa.ipc.new_file(path, schema)),
}
