"""Comparisons, logic, and values that depend on conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from saltus_training.sql.coercion import any_nullable
from saltus_training.sql.expression import Expression, call, null
from saltus_training.sql.refusal import refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from saltus_training.sql.resolver import Resolver

    Handler = Callable[[Resolver, exp.Expr], Expression]


def compared(
    resolver: Resolver, name: str, nodes: Sequence[exp.Expr], around: exp.Expr
) -> Expression:
    """A comparison of two values."""
    operands = resolver.unified(nodes, around)
    nullable = False if name == "null_safe_equal" else None
    return call(name, "boolean", operands, nullable=nullable)


def comparison(name: str) -> Handler:
    """Returns the handler of a comparison."""

    def handle(resolver: Resolver, node: exp.Expr) -> Expression:
        return compared(resolver, name, [node.this, node.expression], node)

    return handle


def connective(name: str) -> Handler:
    """Returns the handler of AND or OR."""

    def handle(resolver: Resolver, node: exp.Expr) -> Expression:
        operands = [resolver.boolean(node.this), resolver.boolean(node.expression)]
        return call(name, "boolean", operands)

    return handle


null_safe_equal = comparison("null_safe_equal")
_equal = comparison("equal")


def unequal(resolver: Resolver, node: exp.Expr) -> Expression:
    """`a <> b`."""
    return _not(_equal(resolver, node))


def null_safe_unequal(resolver: Resolver, node: exp.Expr) -> Expression:
    """`a IS DISTINCT FROM b`."""
    return _not(null_safe_equal(resolver, node))


def inverse(resolver: Resolver, node: exp.Expr) -> Expression:
    """`NOT a`."""
    return _not(resolver.boolean(node.this))


def is_value(resolver: Resolver, node: exp.Expr) -> Expression:
    """`a IS NULL`, `a IS TRUE`, `a IS FALSE`."""
    if isinstance(node.expression, exp.Null):
        return is_null(resolver, node.this)
    if isinstance(node.expression, exp.Boolean):
        operands = [resolver.boolean(node.this), resolver.resolve(node.expression)]
        return call("null_safe_equal", "boolean", operands, nullable=False)
    raise resolver.unsupported(node)


def is_null(resolver: Resolver, node: exp.Expr) -> Expression:
    """Whether a value is null."""
    return call("is_null", "boolean", [resolver.scalar(node)], nullable=False)


def is_not_null(resolver: Resolver, node: exp.Expr) -> Expression:
    """Whether a value is not null."""
    return _not(is_null(resolver, node))


def is_in(resolver: Resolver, node: exp.Expr) -> Expression:
    """`a IN (b, c)`."""
    if not node.expressions:
        raise refuse(node, "IN takes a list of values, not a query")
    return call("in", "boolean", resolver.unified([node.this, *node.expressions], node))


def between(resolver: Resolver, node: exp.Expr) -> Expression:
    """`a BETWEEN b AND c`."""
    low = compared(resolver, "greater_equal", [node.this, node.args["low"]], node)
    high = compared(resolver, "less_equal", [node.this, node.args["high"]], node)
    return call("and", "boolean", [low, high])


def if_(resolver: Resolver, node: exp.Expr) -> Expression:
    """`IF(a, b, c)`."""
    otherwise = node.args.get("false")
    if otherwise is None:
        raise refuse(node, "IF takes three arguments")
    return choice(resolver, node, [(resolver.boolean(node.this), node.args["true"])], otherwise)


def case(resolver: Resolver, node: exp.Expr) -> Expression:
    """`CASE WHEN a THEN b ELSE c END`, and `CASE a WHEN b …`."""
    value = node.args.get("this")
    branches = [
        (
            resolver.boolean(branch.this)
            if value is None
            else compared(resolver, "equal", [value, branch.this], branch),
            branch.args["true"],
        )
        for branch in node.args["ifs"]
    ]
    return choice(resolver, node, branches, node.args.get("default"))


def choice(
    resolver: Resolver,
    around: exp.Expr,
    branches: list[tuple[Expression, exp.Expr]],
    otherwise: exp.Expr | None,
) -> Expression:
    """The value of the first condition that holds."""
    nodes = [value for _, value in branches] + ([] if otherwise is None else [otherwise])
    values = resolver.unified(nodes, around)
    conditions = [condition for condition, _ in branches]
    arguments = [part for pair in zip(conditions, values, strict=False) for part in pair] + values[
        len(conditions) :
    ]
    nullable = otherwise is None or any_nullable(values)
    return call("case", values[0].type, arguments, nullable=nullable)


def coalesce(resolver: Resolver, nodes: Sequence[exp.Expr], around: exp.Expr) -> Expression:
    """The first value that is not null."""
    values = resolver.unified(nodes, around)
    return call(
        "coalesce", values[0].type, values, nullable=all(value.nullable for value in values)
    )


def nullif(resolver: Resolver, nodes: Sequence[exp.Expr], around: exp.Expr) -> Expression:
    """Null where two values are equal, else the first."""
    equal = compared(resolver, "equal", nodes, around)
    value = resolver.scalar(nodes[0])
    return call("case", value.type, [equal, null(value.type), value], nullable=True)


def _not(condition: Expression) -> Expression:
    return call("not", "boolean", [condition])
