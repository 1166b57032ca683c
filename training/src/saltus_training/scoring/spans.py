"""Parts of Parquet files, as executors read them by themselves.

Spark's pickle takes what is in this module by value, as executors do not have this package.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    import pyarrow.parquet as pq

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
    import pyarrow as pa  # noqa: PLC0415 - on the executor
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        with pq.ParquetFile(span.path, pre_buffer=False) as file:
            names = [name for name in schema.names if name in file.schema_arrow.names]
            first = 0
            for number in range(file.num_row_groups):
                group = file.metadata.row_group(number)
                at = first
                if span.start <= _middle(group) < span.end:
                    for batch in file.iter_batches(_ROWS, [number], names, use_threads=False):
                        yield at, _as(batch, schema)
                        at += batch.num_rows
                first += group.num_rows
    except (OSError, pa.ArrowException) as error:
        raise FileError(f"{span.path}: it cannot be read: {error}") from error


def _middle(group: pq.RowGroupMetaData) -> int:
    columns = [group.column(number) for number in range(group.num_columns)]
    starts = (column.dictionary_page_offset or column.data_page_offset for column in columns)
    return int(min(starts) + sum(column.total_compressed_size for column in columns) // 2)


def _as(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """Give the batch all columns of a schema, with its types."""
    import pyarrow as pa  # noqa: PLC0415 - on the executor

    columns = [
        batch[field.name].cast(field.type)
        if field.name in batch.schema.names
        else pa.nulls(len(batch), field.type)
        for field in schema
    ]
    return pa.RecordBatch.from_arrays(columns, names=schema.names)
