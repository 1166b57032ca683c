"""Which names a statement mentions, whatever columns there are."""

from __future__ import annotations

from sqlglot import exp

from saltus_training.errors import ExportError
from saltus_training.sql.dialect import parse_select


def statement_names(statement: str) -> tuple[list[str], list[str]]:
    """Returns the columns that a statement reads and those that it names, none if it is refused."""
    try:
        select = parse_select(statement)
    except ExportError:
        return [], []
    columns = [column.name for column in select.find_all(exp.Column)]
    read = list(dict.fromkeys(name for name in columns if name != "*"))
    return read, [item.alias for item in select.expressions if isinstance(item, exp.Alias)]
