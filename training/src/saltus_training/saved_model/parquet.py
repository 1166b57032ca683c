"""Parquet folders as Spark writes them: one or more part files beside a _SUCCESS mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from saltus_training.errors import SavedModelError
from saltus_training.saved_model.metadata import check_complete

if TYPE_CHECKING:
    from pathlib import Path


class Row(dict[str, Any]):
    """One row of saved data; a column it lacks is an ExportError."""

    def __missing__(self, name: str) -> Any:
        raise _no_column(name, list(self))


def read_table(folder: Path) -> pa.Table:
    """Reads every part file of `folder`, in the order of their names.

    Raises:
        SavedModelError: The folder is missing, half-written, empty or not Parquet.
    """
    check_complete(folder)
    parts = sorted(folder.glob("part-*.parquet"))
    if not parts:
        raise _broken(folder, "it holds no Parquet file")
    try:
        tables = [pq.read_table(part, partitioning=None) for part in parts]
        return pa.concat_tables(tables).combine_chunks()
    except (pa.ArrowException, OSError) as error:
        raise _broken(folder, str(error).splitlines()[0]) from error


def read_row(folder: Path) -> Row:
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


def _no_column(name: str, present: list[str]) -> SavedModelError:
    return SavedModelError(
        f"the saved data has no column `{name}`, only {present}",
        fix="save the model with Spark 3.4 or newer",
    )


def _broken(folder: Path, reason: str) -> SavedModelError:
    return SavedModelError(
        f"`{folder}` cannot be read: {reason}",
        fix="save the model again with `model.write().overwrite().save(path)`",
    )
