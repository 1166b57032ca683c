"""What a whole statement makes of the columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlglot import exp

from saltus_training.columns import Column
from saltus_training.sql.dialect import parse_select, table_names
from saltus_training.sql.refusal import refuse
from saltus_training.sql.resolver import Resolver
from saltus_training.sql.types import VOID

if TYPE_CHECKING:
    from collections.abc import Mapping

    from saltus_training.columns import Columns
    from saltus_training.sql.expression import Expression
    from saltus_training.sql.session import Session


@dataclass(frozen=True, slots=True)
class Projection:
    """A resolved statement.

    Attributes:
        added: The new columns, each with its expression.
        dropped: The names of the columns that the statement leaves out; one that a new column
            takes is none of them.
        condition: What must be true of a row, or Spark drops it.
        ports: The columns that the expressions read, in the order of their ports.
        uses_time_zone: Whether the session's time zone matters.
        may_raise: What raises on some values under ANSI rules, as it is written.
    """

    added: Mapping[Column, Expression]
    dropped: tuple[str, ...]
    condition: Expression | None
    ports: tuple[Column, ...]
    uses_time_zone: bool
    may_raise: tuple[str, ...]


def read_statement(statement: str, columns: Columns, session: Session) -> Projection:
    """Resolves a statement against the columns there are.

    Raises:
        ExportError: It is not row-wise, or has what no bundle can hold; the reason names line and
            column.
    """
    select = parse_select(statement)
    resolver = Resolver(columns, table_names(select), session)
    before = {column.name: column for column in columns}
    kept: set[str] = set()
    added: dict[Column, tuple[Expression, exp.Expr]] = {}
    for item in select.expressions:
        if item.is_star:
            _check_star(item, resolver)
            kept.update(before)
            continue
        name, node = _named(item, resolver)
        expression = resolver.resolve(node)
        if expression.column is not None and expression.column.name == name:
            kept.add(name)
            continue
        added[_column(name, expression, item)] = (expression, item)
    names = {column.name for column in added}
    _check_names(kept, [(column.name, item) for column, (_, item) in added.items()])
    where = select.args.get("where")
    condition = resolver.boolean(where.this) if where else None
    return Projection(
        added={column: expression for column, (expression, _) in added.items()},
        dropped=tuple(name for name in before if name not in kept | names),
        condition=condition,
        ports=tuple(resolver.ports.values()),
        uses_time_zone=resolver.uses_time_zone,
        may_raise=tuple(dict.fromkeys(resolver.may_raise)),
    )


def _check_names(kept: set[str], added: list[tuple[str, exp.Expr]]) -> None:
    """Raises ExportError for two columns of one name; Spark makes them, but can read neither."""
    taken = {name.lower() for name in kept}
    for name, item in added:
        if name.lower() in taken:
            raise refuse(
                item,
                f"it gives two columns the name `{name}`",
                "give the expression a name of its own, or list the columns that stay instead of *",
                "overwritten-column",
            )
        taken.add(name.lower())


def _check_star(item: exp.Expr, resolver: Resolver) -> None:
    star = item if isinstance(item, exp.Star) else item.this
    if any(star.args.values()):
        raise refuse(item, "* has EXCEPT or REPLACE", "name the columns that stay")
    if isinstance(item, exp.Column):
        resolver.check_table(item)


def _named(item: exp.Expr, resolver: Resolver) -> tuple[str, exp.Expr]:
    if isinstance(item, exp.Alias):
        return item.alias, item.this
    if isinstance(item, exp.Column):
        # Spark names it as it is written.
        return item.name, item
    if isinstance(item, exp.Aliases):
        raise refuse(item, "it gives several names to one expression")
    raise refuse(item, f"`{resolver.source(item)}` has no name", "give it one: AS ...")


def _column(name: str, expression: Expression, item: exp.Expr) -> Column:
    source = expression.column
    if source is not None:
        # Spark keeps the ML attributes of a column under another name.
        return replace(source, name=name)
    if expression.type == VOID:
        raise refuse(item, f"`{name}` has no type", "cast the NULL to one")
    return Column(name, expression.type, nullable=expression.nullable, exact=expression.exact)
