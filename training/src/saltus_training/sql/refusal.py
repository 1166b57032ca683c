"""Errors about a part of a statement, with its position."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.errors import ExportError

if TYPE_CHECKING:
    from sqlglot import exp

RULE = "unsupported-sql"
ELSEWHERE = "compute the column before the pipeline, or with what docs/sql.md lists"


def refuse(node: exp.Expr, reason: str, fix: str = ELSEWHERE, rule: str = RULE) -> ExportError:
    """Returns the error for a node of the syntax tree."""
    return refuse_at(position(node), reason, fix, rule)


def refuse_at(
    place: tuple[int, int], reason: str, fix: str = ELSEWHERE, rule: str = RULE
) -> ExportError:
    """Returns the error for a line and column, both counted from 1."""
    line, column = place
    return ExportError(f"line {line}, column {column}: {reason}", fix=fix, rule=rule)


def position(node: exp.Expr) -> tuple[int, int]:
    """Returns the line and column where a node begins, counted from 1.

    The tree knows the places of names and literals only: a node begins with its first one, and one
    that has none is placed by the nearest node around it.
    """
    around: exp.Expr | None = node
    while around is not None:
        starts = [found for part in around.walk() if (found := _start(part)) is not None]
        if starts:
            return min(starts)
        around = around.parent
    return (1, 1)


def _start(node: exp.Expr) -> tuple[int, int] | None:
    meta = node.meta
    if "line" not in meta:
        return None
    # sqlglot has the column of a token's last character.
    return meta["line"], meta["col"] - (meta["end"] - meta["start"])
