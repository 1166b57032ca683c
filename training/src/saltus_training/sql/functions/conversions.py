"""Functions named like the type that they cast to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.sql.functions.arguments import arguments

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlglot import exp

    from saltus_training.sql.expression import Expression
    from saltus_training.sql.resolver import Resolver

_TYPES = {
    "boolean": "boolean",
    "tinyint": "byte",
    "smallint": "short",
    "int": "int",
    "bigint": "long",
    "float": "float",
    "double": "double",
    "decimal": "decimal(10,0)",
    "string": "string",
    "date": "date",
    "timestamp": "timestamp",
}


def _to(type_: str) -> Callable[[Resolver, exp.Anonymous], Expression]:
    def handle(resolver: Resolver, node: exp.Anonymous) -> Expression:
        (argument,) = arguments(node, 1)
        return resolver.cast(resolver.scalar(argument), type_, node)

    return handle


NAMED = {name: _to(type_) for name, type_ in _TYPES.items()} | {
    "to_date": _to("date"),
    "to_timestamp": _to("timestamp"),
}
