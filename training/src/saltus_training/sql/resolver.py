"""From sqlglot's syntax tree to typed expressions: names, types, nulls and casts as in Spark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from saltus_training.columns import is_decimal
from saltus_training.errors import ExportError
from saltus_training.sql import coercion, operators
from saltus_training.sql.expression import Expression
from saltus_training.sql.functions import NAMED
from saltus_training.sql.functions.refused import why_not
from saltus_training.sql.refusal import refuse
from saltus_training.sql.types import VOID, as_decimal, is_scalar, wider

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saltus_training.columns import Column, Columns
    from saltus_training.sql.session import Session

_DEEPEST = 45


class Resolver:
    """Resolves the expressions of one statement.

    Attributes:
        ansi: Whether ANSI rules hold.
        ports: The columns read so far, in the order of the ports.
        uses_time_zone: Whether an expression depends on the session's time zone.
        may_raise: What raises under ANSI rules, as it is written.
    """

    def __init__(self, columns: Columns, tables: frozenset[str], session: Session) -> None:
        self.ansi = bool(session.ansi)
        self.ports: dict[str, Column] = {}
        self.uses_time_zone = False
        self.may_raise: list[str] = []
        self._columns = columns
        self._tables = tables
        self._session = session
        self._depth = 0

    def resolve(self, node: exp.Expr) -> Expression:
        """Returns the typed expression of a node.

        Raises:
            ExportError: Spark or a bundle has no such thing; the reason names line and column.
        """
        self._depth += 1
        if self._depth > _DEEPEST:
            raise refuse(node, "it nests too deeply", "use several stages")
        try:
            return self._resolve(node)
        finally:
            self._depth -= 1

    def _resolve(self, node: exp.Expr) -> Expression:
        if isinstance(node, exp.Paren):
            return self.resolve(node.this)
        if isinstance(node, exp.Column):
            return self._column(node)
        if isinstance(node, exp.Anonymous):
            return self._function(node)
        handler = operators.HANDLERS.get(type(node))
        if handler is None:
            raise self.unsupported(node)
        resolved = handler(self, node)
        return operators.negated(resolved) if node.args.get("negate") else resolved

    def scalar(self, node: exp.Expr) -> Expression:
        """Returns an expression that can be computed with."""
        expression = self.resolve(node)
        if not is_scalar(expression.type):
            raise refuse(node, f"it computes with a {expression.type}, which is no scalar")
        self.check_digits(expression.type, node)
        return expression

    def scalars(self, nodes: Sequence[exp.Expr]) -> list[Expression]:
        """Returns expressions that can be computed with."""
        return [self.scalar(node) for node in nodes]

    def implicit(self, expression: Expression, type_: str, node: exp.Expr) -> Expression:
        """Casts as Spark does by itself."""
        self.check_digits(type_, node)
        if expression.type == "string" and type_ != "string" and not self.ansi:
            raise refuse(
                node, f"it takes a text as {type_}", f"write CAST({self.source(node)} AS ...)"
            )
        return self.cast(expression, type_, node)

    def cast(
        self, expression: Expression, type_: str, node: exp.Expr, *, attempt: bool = False
    ) -> Expression:
        """Casts, as far as the runtime does."""
        from_ = expression.type
        if from_ != VOID and not coercion.can_cast(from_, type_):
            raise refuse(node, f"a {from_} cannot be cast to {type_}")
        if {from_, type_} in ({"string", "timestamp"}, {"date", "timestamp"}):
            self.need_time_zone(node)
        if (from_, type_) != ("string", "string") and from_ == "string" and not attempt:
            self.note_raising(node)
        if is_decimal(from_) and type_ == "string" and not self.ansi:
            scale = as_decimal(from_)
            if scale is not None and scale.scale > 6:
                raise refuse(node, f"a {from_} becomes a text in scientific notation")
        return coercion.cast(expression, type_, attempt=attempt)

    def common(self, expressions: Sequence[Expression], node: exp.Expr) -> str:
        """Returns the type that several expressions are cast to."""
        type_ = VOID
        for expression in expressions:
            found = wider(type_, expression.type, ansi=self.ansi)
            if found is None:
                raise refuse(
                    node,
                    f"it mixes {type_} and {expression.type}",
                    "write the CAST that is meant",
                )
            type_ = found
        self.check_digits(type_, node)
        return type_

    def unified(self, nodes: Sequence[exp.Expr], around: exp.Expr) -> list[Expression]:
        """Returns expressions cast to their common type."""
        expressions = self.scalars(nodes)
        type_ = self.common(expressions, around)
        pairs = zip(expressions, nodes, strict=True)
        return [self.implicit(expression, type_, node) for expression, node in pairs]

    def boolean(self, node: exp.Expr) -> Expression:
        """Returns a condition."""
        expression = self.scalar(node)
        if expression.type not in {"boolean", VOID}:
            raise refuse(node, f"it takes a {expression.type} as a condition", "write a comparison")
        return coercion.cast(expression, "boolean")

    def need_time_zone(self, node: exp.Expr) -> None:
        """Notes that the session's time zone matters, which must be known then."""
        try:
            self._session.zone()
        except ExportError as error:
            raise refuse(node, error.reason, error.fix, error.rule) from error
        self.uses_time_zone = True

    def note_raising(self, node: exp.Expr) -> None:
        """Notes what raises on some values under ANSI rules."""
        if self.ansi:
            self.may_raise.append(self.source(node))

    def source(self, node: exp.Expr) -> str:
        """Returns a node as SQL."""
        return node.sql(dialect="spark")

    def unsupported(self, node: exp.Expr) -> ExportError:
        """Returns the error for syntax without a converter."""
        reason, fix = why_not(node)
        return refuse(node, f"`{self.source(node)}`: {reason}", fix)

    def _function(self, node: exp.Anonymous) -> Expression:
        handler = NAMED.get(node.name.lower())
        if handler is None:
            raise self.unsupported(node)
        return handler(self, node)

    def _column(self, node: exp.Column) -> Expression:
        column = self.find_column(node)
        self._columns.read(column.name)
        self.ports.setdefault(column.name, column)
        port = list(self.ports).index(column.name)
        return Expression(
            column.type, column.nullable, {"column": port}, exact=column.exact, column=column
        )

    def check_table(self, node: exp.Column) -> None:
        """Raises ExportError where a column is qualified with anything but the table."""
        table = node.args.get("table")
        if table is not None and table.name.lower() not in self._tables:
            raise refuse(node, f"`{table.name}` is neither the table nor a column with fields")

    def find_column(self, node: exp.Column) -> Column:
        """Returns the column that a name means, upper and lower case aside."""
        self.check_table(node)
        name = node.name
        found = [column for column in self._columns if column.name.lower() == name.lower()]
        if len(found) > 1:
            listed = ", ".join(f"`{column.name}`" for column in found)
            raise refuse(node, f"`{name}` may be any of {listed}", "use names that differ")
        if not found:
            raise refuse(
                node,
                f"it reads `{name}`, and neither the schema nor an earlier stage has it",
                f"declare `{name}` in the schema, with type and nullability",
                "missing-input",
            )
        return found[0]

    def check_digits(self, type_: str, node: exp.Expr) -> None:
        """Raises ExportError for a decimal of too many digits."""
        decimal = as_decimal(type_)
        if decimal is not None and not decimal.fits:
            raise refuse(
                node,
                f"its decimals would have {decimal.precision} digits, more than Spark's 38",
                "cast an operand to double, or to a smaller decimal",
            )
