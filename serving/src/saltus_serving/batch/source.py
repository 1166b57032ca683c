"""Batches of rows out of files."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from saltus_serving.batch.formats import Format, format_of
from saltus_serving.errors import BatchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ROWS = 65_536
_CSV_BLOCK = 8 << 20


def batches(path: Path, moved: Callable[[int], None]) -> Iterator[pa.RecordBatch | list[bytes]]:
    """Yield the rows of a file: record batches, or the lines of a file of JSON.

    At least one comes, if need be without rows: a file without rows has columns, too.

    Every column of a CSV file is text; an empty cell is null.

    Args:
        path: The file.
        moved: Told after each batch how far in the file the reader is, in bytes.

    Raises:
        BatchError: The file cannot be read.
    """
    try:
        with path.open("rb") as file:
            for batch in _READERS[format_of(path)](file):
                yield batch
                moved(min(file.tell(), path.stat().st_size) if not file.closed else 0)
    except (pa.ArrowException, OSError) as error:
        raise BatchError(str(path), f"it cannot be read: {error}") from error


def _csv(file: BinaryIO) -> Iterator[pa.RecordBatch]:
    names = _header(file)
    if not names:
        return
    reader = pa.csv.open_csv(
        file,
        read_options=pa.csv.ReadOptions(block_size=_CSV_BLOCK),
        convert_options=pa.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=True,
            null_values=[""],
        ),
    )
    yield pa.RecordBatch.from_pylist([], schema=reader.schema)
    yield from reader


def _header(file: BinaryIO) -> list[str]:
    line = file.readline()
    file.seek(0)
    if not line.strip():
        return []
    names: list[str] = pa.csv.read_csv(pa.BufferReader(line)).column_names
    return names


def _json_lines(file: BinaryIO) -> Iterator[list[bytes]]:
    lines = list(islice(file, ROWS))
    yield lines
    while lines := list(islice(file, ROWS)):
        yield lines


def _parquet(file: BinaryIO) -> Iterator[pa.RecordBatch]:
    reader = pa.parquet.ParquetFile(file)
    yield pa.RecordBatch.from_pylist([], schema=reader.schema_arrow)
    yield from reader.iter_batches(batch_size=ROWS)


def _arrow(file: BinaryIO) -> Iterator[pa.RecordBatch]:
    magic = file.read(6)
    file.seek(0)
    if magic == b"ARROW1":
        reader: Any = pa.ipc.open_file(file)
        whole = (reader.get_batch(number) for number in range(reader.num_record_batches))
    else:
        reader = whole = pa.ipc.open_stream(file)
    yield pa.RecordBatch.from_pylist([], schema=reader.schema)
    for batch in whole:
        for start in range(0, max(batch.num_rows, 1), ROWS):
            yield batch.slice(start, ROWS)


_READERS: dict[Format, Callable[[BinaryIO], Iterator[Any]]] = {
    Format.CSV: _csv,
    Format.JSON_LINES: _json_lines,
    Format.PARQUET: _parquet,
    Format.ARROW: _arrow,
}
