"""The lines of JSON and CSV files as records, each with its number."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any, TypeAlias

from saltus_training.rows.errors import RowsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Record: TypeAlias = dict[str, Any]


def json_records(path: Path) -> Iterator[tuple[int, Record]]:
    """Yields the object of each line that is not blank.

    Raises:
        RowsError: A line holds no JSON object.
    """
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if line.isspace():
                continue
            try:
                record = json.loads(line)
            except ValueError as error:
                raise RowsError(path, f"it is not JSON: {error}", line=number) from error
            if not isinstance(record, dict):
                raise RowsError(path, "it is no JSON object; write one a line", line=number)
            yield number, record


def csv_records(path: Path) -> Iterator[tuple[int, Record]]:
    """Yields the cells of each line by the names in the first; an empty cell is null.

    Raises:
        RowsError: There is no header, or a line has another number of cells.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            header = next(reader, [])
            if not header:
                raise RowsError(path, "its first line must name the columns", line=1)
            for cells in reader:
                if not cells:
                    continue
                if len(cells) != len(header):
                    reason = f"it has {len(cells)} cells, but the header names {len(header)}"
                    raise RowsError(path, reason, line=reader.line_num)
                yield (
                    reader.line_num,
                    dict(zip(header, (cell or None for cell in cells), strict=True)),
                )
        except csv.Error as error:
            raise RowsError(path, f"it is not CSV: {error}", line=reader.line_num) from error


def csv_value(kind: str, cell: str) -> Any:
    """Returns what a cell says where a value of the type belongs; the text if it says nothing."""
    parse = _PARSERS.get(kind.partition("[")[0].partition("<")[0])
    try:
        return cell if parse is None else parse(cell)
    except (ValueError, KeyError):
        return cell


_BOOLEANS = {"true": True, "false": False}
_PARSERS: dict[str, Callable[[str], Any]] = {
    "boolean": lambda cell: _BOOLEANS[cell.lower()],
    **dict.fromkeys(("byte", "short", "int", "long"), int),
    **dict.fromkeys(("float", "double"), float),
    **dict.fromkeys(("vector", "list"), json.loads),
}
