"""What the stages over text share: strings, or lists of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.converters.base import require_type

if TYPE_CHECKING:
    from saltus_training.columns import Column
    from saltus_training.converters.base import InOut, Scope

#: The type of a column of tokens.
TOKENS = "list<string>"


def read_text(in_out: InOut, scope: Scope) -> Column:
    """Returns the one column a stage reads, which must hold strings."""
    (column,) = scope.columns.read(*in_out.inputs)
    require_type(column, column.type == "string", "strings")
    return column


def read_tokens(in_out: InOut, scope: Scope) -> list[Column]:
    """Returns the columns a stage reads, which must hold lists of strings."""
    columns = scope.columns.read(*in_out.inputs)
    for column in columns:
        require_type(column, column.type == TOKENS, "lists of strings")
    return columns
