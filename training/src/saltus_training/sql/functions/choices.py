"""Functions that choose among their arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.sql import conditions
from saltus_training.sql.expression import Expression, call
from saltus_training.sql.functions.arguments import arguments
from saltus_training.sql.refusal import refuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlglot import exp

    from saltus_training.sql.resolver import Resolver


def _coalesce(resolver: Resolver, node: exp.Anonymous) -> Expression:
    return conditions.coalesce(resolver, arguments(node, 1, -1), node)


def _nvl(resolver: Resolver, node: exp.Anonymous) -> Expression:
    return conditions.coalesce(resolver, arguments(node, 2), node)


def _nvl2(resolver: Resolver, node: exp.Anonymous) -> Expression:
    value, there, absent = arguments(node, 3)
    branches = [(conditions.is_not_null(resolver, value), there)]
    return conditions.choice(resolver, node, branches, absent)


def _if(resolver: Resolver, node: exp.Anonymous) -> Expression:
    condition, value, otherwise = arguments(node, 3)
    return conditions.choice(resolver, node, [(resolver.boolean(condition), value)], otherwise)


def _nullif(resolver: Resolver, node: exp.Anonymous) -> Expression:
    return conditions.nullif(resolver, arguments(node, 2), node)


def _is_null(resolver: Resolver, node: exp.Anonymous) -> Expression:
    return conditions.is_null(resolver, *arguments(node, 1))


def _is_not_null(resolver: Resolver, node: exp.Anonymous) -> Expression:
    return conditions.is_not_null(resolver, *arguments(node, 1))


def _extreme(name: str) -> Callable[[Resolver, exp.Anonymous], Expression]:
    def handle(resolver: Resolver, node: exp.Anonymous) -> Expression:
        given = arguments(node, 2, -1)
        types = {expression.type for expression in resolver.scalars(given)}
        if "string" in types and len(types - {"void"}) > 1:
            raise refuse(node, "it mixes texts and other values", "write the CAST that is meant")
        values = resolver.unified(given, node)
        nullable = all(value.nullable for value in values)
        return call(name, values[0].type, values, nullable=nullable)

    return handle


def _nanvl(resolver: Resolver, node: exp.Anonymous) -> Expression:
    given = arguments(node, 2)
    values = resolver.scalars(given)
    type_ = "float" if {value.type for value in values} == {"float"} else "double"
    cast = [
        resolver.implicit(value, type_, argument)
        for value, argument in zip(values, given, strict=True)
    ]
    return call("nanvl", type_, cast)


def _is_nan(resolver: Resolver, node: exp.Anonymous) -> Expression:
    (argument,) = arguments(node, 1)
    value = resolver.scalar(argument)
    number = value if value.type == "float" else resolver.implicit(value, "double", node)
    return call("is_nan", "boolean", [number], nullable=False)


NAMED = {
    "coalesce": _coalesce,
    "nvl": _nvl,
    "ifnull": _nvl,
    "nvl2": _nvl2,
    "if": _if,
    "nullif": _nullif,
    "isnull": _is_null,
    "isnotnull": _is_not_null,
    "least": _extreme("least"),
    "greatest": _extreme("greatest"),
    "nanvl": _nanvl,
    "isnan": _is_nan,
}
