"""`CAST`, `TRY_CAST`, `a::type` and typed literals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from saltus_training.sql.refusal import refuse

if TYPE_CHECKING:
    from saltus_training.sql.expression import Expression
    from saltus_training.sql.resolver import Resolver

_TYPES = {
    exp.DType.BOOLEAN: "boolean",
    exp.DType.TINYINT: "byte",
    exp.DType.SMALLINT: "short",
    exp.DType.INT: "int",
    exp.DType.BIGINT: "long",
    exp.DType.FLOAT: "float",
    exp.DType.DOUBLE: "double",
    exp.DType.TEXT: "string",
    exp.DType.DATE: "date",
    exp.DType.TIMESTAMP: "timestamp",
    exp.DType.TIMESTAMPTZ: "timestamp",
    exp.DType.TIMESTAMPLTZ: "timestamp",
}
_DEFAULT_DIGITS = ("10", "0")


def resolve_cast(resolver: Resolver, node: exp.Expr) -> Expression:
    """Resolves a cast that the statement writes."""
    type_ = _type(node.args["to"], node)
    return resolver.cast(
        resolver.scalar(node.this), type_, node, attempt=bool(node.args.get("safe"))
    )


def _type(to: exp.Expr, node: exp.Expr) -> str:
    if to.this == exp.DType.DECIMAL:
        digits = [parameter.name for parameter in to.expressions]
        precision, scale = (digits + list(_DEFAULT_DIGITS)[len(digits) :])[:2]
        return f"decimal({precision},{scale})"
    if to.this not in _TYPES or to.expressions:
        raise refuse(node, f"nothing is cast to {to.sql(dialect='spark')}")
    return _TYPES[to.this]
