"""Tables for people to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console


def print_table(
    console: Console,
    title: str,
    rows: Iterable[Iterable[object]],
    headings: tuple[str, ...] = (),
) -> None:
    """Print a table, unless it has no rows."""
    table = Table(*headings, title=title, title_justify="left", show_header=bool(headings))
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    if table.rows:
        console.print(table)
