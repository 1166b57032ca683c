"""Parquet folders as Spark writes them: one or more part files beside a _SUCCESS mark."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from saltus_training.errors import SavedModelError
from saltus_training.saved_model.metadata import check_complete

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saltus_training.saved_model.folder import Folder

# How Python's memory views name Arrow's types.
_MEMORY_FORMATS: dict[pa.DataType, Literal["i", "q", "d"]] = {
    pa.int32(): "i",
    pa.int64(): "q",
    pa.float64(): "d",
}


class Row(dict[str, Any]):
    """One row of saved data; a column it lacks is an SavedModelError."""

    def __missing__(self, name: str) -> Any:
        raise _no_column(name, list(self))


def read_table(folder: Folder, columns: list[str] | None = None) -> pa.Table:
    """Reads every part file of `folder`, in the order of their names.

    Args:
        folder: The folder.
        columns: What to read, such as `id` or `nodeData.id`; everything if None.

    Raises:
        SavedModelError: The folder is missing, half-written, empty or not Parquet.
    """
    check_complete(folder)
    parts = folder.parts(".parquet")
    if not parts:
        raise _broken(folder, "it holds no Parquet file")
    try:
        tables = [_read_part(part, columns) for part in parts]
        return pa.concat_tables(tables).combine_chunks()
    except (pa.ArrowException, OSError) as error:
        raise _broken(folder, str(error).splitlines()[0]) from error


def read_columns(folder: Folder, paths: Sequence[str]) -> dict[str, pa.Array]:
    """Reads some columns of `folder`, each as one array.

    One after the other: what Parquet takes to decode a column is gone before the next.

    Args:
        folder: The folder.
        paths: Columns by path, such as `id` or `nodeData.split.featureIndex`.

    Raises:
        SavedModelError: As `read_table`, or a column is missing.
    """
    found = {}
    for path in paths:
        found[path] = _leaf(read_table(folder, [path]), path)
        release_memory()
    return found


def release_memory() -> None:
    """Gives the system back what decoding took: Arrow keeps it for the next time."""
    pa.default_memory_pool().release_unused()


def _leaf(table: pa.Table, path: str) -> pa.Array:
    name, *fields = path.split(".")
    array = flat_column(table, name)
    for field in fields:
        if array.type.get_field_index(field) < 0:
            raise _no_column(path, [each.name for each in array.type])
        array = pc.struct_field(array, field)
    return array


def _read_part(part: Folder, columns: list[str] | None) -> pa.Table:
    # Unlike `read_table` it leaves a part of a struct in the struct.
    with part.open() as source, pq.ParquetFile(source) as file:
        return file.read(columns)


def read_row(folder: Folder) -> Row:
    """Reads the one row of `folder`.

    Raises:
        SavedModelError: As `read_table`, or the folder holds another number of rows.
    """
    table = read_table(folder)
    if table.num_rows != 1:
        raise _broken(folder, f"it holds {table.num_rows} rows where one belongs")
    return Row(table.to_pylist()[0])


def column(table: pa.Table, *names: str) -> list[Any]:
    """Returns the values of the first column of `names` that exists.

    Raises:
        SavedModelError: The table has none of them.
    """
    for name in names:
        if name in table.column_names:
            values: list[Any] = table.column(name).to_pylist()
            return values
    raise _no_column(names[0], table.column_names)


def flat_column(table: pa.Table, name: str) -> pa.Array:
    """Returns a column as one array.

    Raises:
        SavedModelError: The table has no such column.
    """
    if name not in table.column_names:
        raise _no_column(name, table.column_names)
    chunks = table.column(name)
    # One chunk would be copied.
    return chunks.chunk(0) if chunks.num_chunks == 1 else chunks.combine_chunks()


def numbers(array: pa.Array) -> list[Any]:
    """Returns the numbers of an array without nulls.

    Many times faster than `to_pylist`, which makes an object of Arrow's from each number first.
    """
    code = _MEMORY_FORMATS.get(array.type)
    found: list[Any]
    if array.null_count or code is None:
        found = array.to_pylist()
        return found
    _, values = array.buffers()
    if values is None:
        return []
    found = memoryview(values).cast(code)[array.offset : array.offset + len(array)].tolist()
    return found


def lists(array: pa.ListArray) -> list[list[Any]]:
    """Returns the lists of numbers of an array without nulls; see `numbers`."""
    values = numbers(array.values)
    return [values[start:end] for start, end in pairwise(numbers(array.offsets))]


def _no_column(name: str, present: list[str]) -> SavedModelError:
    return SavedModelError(
        f"the saved data has no column `{name}`, only {present}",
        fix="save the model with Spark 3.4 or newer",
    )


def _broken(folder: Folder, reason: str) -> SavedModelError:
    return SavedModelError(
        f"`{folder}` cannot be read: {reason}",
        fix="save the model again with `model.write().overwrite().save(path)`",
    )
