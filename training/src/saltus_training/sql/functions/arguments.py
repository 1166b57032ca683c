"""How many arguments a function takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.sql.refusal import refuse

if TYPE_CHECKING:
    from sqlglot import exp


def arguments(node: exp.Anonymous, least: int, most: int | None = None) -> list[exp.Expr]:
    """Returns the arguments of a call.

    Args:
        node: The call.
        least: How many there must be.
        most: How many there may be, by default as many; -1 if any number.

    Raises:
        ExportError: There are too few or too many.
    """
    given: list[exp.Expr] = node.expressions
    most = least if most is None else most
    if len(given) < least or (most >= 0 and len(given) > most):
        counts = (
            f"{least}"
            if most == least
            else f"{least} or more"
            if most < 0
            else f"{least} to {most}"
        )
        raise refuse(node, f"{node.name}() takes {counts} arguments, not {len(given)}")
    return given
