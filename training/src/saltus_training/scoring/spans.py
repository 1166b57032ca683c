"""Parts of Parquet files, as executors read them by themselves.

Spark's pickle takes what is in this module by value, as executors do not have this package.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROWS = 131_072


class FileError(Exception):
    """A file, or a row of it, cannot be scored."""


@dataclass(frozen=True)
class Span:
    """Some bytes of a file, with the row groups whose middle lies there.

    Attributes:
        path: The file.
        start: The first byte.
        end: The byte after the last.
    """

    path: str
    start: int
    end: int


def read_span(span: Span, schema: pa.Schema) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Yield the rows of a span in batches, each with the position of its first row in the file.

    Args:
        span: What to read.
        schema: The columns to read; one that the file lacks is null.

    Raises:
        FileError: The file is damaged, or has a column of another type.
    """
    try:
        size = Path(span.path).stat().st_size
        with pq.ParquetFile(span.path, pre_buffer=False) as file:
            names = _names(span.path, file.schema_arrow, schema)
            first = 0
            for number in range(file.num_row_groups):
                group = file.metadata.row_group(number)
                at = first
                # Were its sizes wrong, the row group would still be of the last span.
                if span.start <= min(_middle(group), size - 1) < span.end:
                    held = list(names.values())
                    for batch in file.iter_batches(_ROWS, [number], held, use_threads=False):
                        yield at, _as(batch, names, schema)
                        at += batch.num_rows
                first += group.num_rows
    except (OSError, pa.ArrowException) as error:
        raise FileError(f"{span.path}: it cannot be read: {error}") from error


def _names(path: str, held: pa.Schema, wanted: pa.Schema) -> dict[str, str]:
    """The file's own name of each column that it has: as for Spark, case tells none apart."""
    names = {}
    for field in wanted:
        alike = [name for name in held.names if name.lower() == field.name.lower()]
        if len(alike) > 1:
            raise FileError(f"{path}: columns {alike} differ in nothing but case")
        for name in alike:
            names[field.name] = name
            if not _is_read_as(held.field(name).type, field.type):
                kind = held.field(name).type
                raise FileError(f"{path}: column `{name}` is {kind}, elsewhere it is {field.type}")
    return names


def _is_read_as(held: pa.DataType, wanted: pa.DataType) -> bool:
    """Tell whether Spark reads a type of Parquet as another: a wider one of the same kind."""
    kinds = pa.types
    if kinds.is_dictionary(held):
        held = held.value_type
    if kinds.is_duration(held):
        held = pa.int64()
    if kinds.is_integer(held) and (kinds.is_integer(wanted) or kinds.is_floating(wanted)):
        return bool(held.bit_width <= wanted.bit_width - 32 * kinds.is_floating(wanted))
    if kinds.is_floating(held) and kinds.is_floating(wanted):
        return bool(held.bit_width <= wanted.bit_width)
    groups = (
        (kinds.is_string, kinds.is_large_string, kinds.is_string_view),
        (kinds.is_binary, kinds.is_large_binary, kinds.is_binary_view, kinds.is_fixed_size_binary),
    )
    for group in groups:
        if any(is_of(held) for is_of in group):
            return any(is_of(wanted) for is_of in group)
    # Decimals stand for integers without a sign that no other type of Spark holds.
    is_beyond = kinds.is_uint64(held) and kinds.is_decimal(wanted)
    return bool(held == wanted or kinds.is_null(held) or is_beyond)


def _middle(group: pq.RowGroupMetaData) -> int:
    columns = [group.column(number) for number in range(group.num_columns)]
    starts = (column.dictionary_page_offset or column.data_page_offset for column in columns)
    return int(min(starts) + sum(column.total_compressed_size for column in columns) // 2)


def _as(batch: pa.RecordBatch, names: dict[str, str], schema: pa.Schema) -> pa.RecordBatch:
    """Give the batch all columns of a schema, with its types."""
    columns = [
        batch[names[field.name]].cast(field.type)
        if field.name in names
        else pa.nulls(len(batch), field.type)
        for field in schema
    ]
    return pa.RecordBatch.from_arrays(columns, names=schema.names)
