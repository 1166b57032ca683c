"""Functions of texts; what is no text becomes one, as in Spark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from saltus_training.sql.coercion import any_nullable
from saltus_training.sql.expression import Expression, call, literal
from saltus_training.sql.functions.arguments import arguments
from saltus_training.sql.refusal import refuse
from saltus_training.sql.types import INTEGRAL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from saltus_training.sql.resolver import Resolver

    Named = Callable[[Resolver, exp.Anonymous], Expression]

_TO_THE_END = (1 << 31) - 1
_SIDES = {None: "trim", "BOTH": "trim", "LEADING": "ltrim", "TRAILING": "rtrim"}


def _text(resolver: Resolver, node: exp.Expr) -> Expression:
    return resolver.implicit(resolver.scalar(node), "string", node)


def _texts(resolver: Resolver, nodes: Sequence[exp.Expr]) -> list[Expression]:
    return [_text(resolver, node) for node in nodes]


def _mapped(name: str) -> Named:
    def handle(resolver: Resolver, node: exp.Anonymous) -> Expression:
        return call(name, "string", _texts(resolver, arguments(node, 1)))

    return handle


def _length(resolver: Resolver, node: exp.Anonymous) -> Expression:
    return call("length", "int", _texts(resolver, arguments(node, 1)))


def _concat(resolver: Resolver, node: exp.Anonymous) -> Expression:
    return call("concat", "string", _texts(resolver, arguments(node, 1, -1)))


def _concat_ws(resolver: Resolver, node: exp.Anonymous) -> Expression:
    given = _texts(resolver, arguments(node, 1, -1))
    return call("concat_ws", "string", given, nullable=given[0].nullable)


def _substring(resolver: Resolver, node: exp.Anonymous) -> Expression:
    text, position, *length = arguments(node, 2, 3)
    end = _integer(resolver, length[0]) if length else literal("int", _TO_THE_END)
    return call("substring", "string", [_text(resolver, text), _integer(resolver, position), end])


def _left(resolver: Resolver, node: exp.Anonymous) -> Expression:
    text, length = arguments(node, 2)
    start = literal("int", 1)
    return call("substring", "string", [_text(resolver, text), start, _integer(resolver, length)])


def _integer(resolver: Resolver, node: exp.Expr) -> Expression:
    number = resolver.scalar(node)
    if number.type not in {*INTEGRAL, "void"}:
        raise refuse(node, f"a position or length is an integer, not a {number.type}")
    return resolver.implicit(number, "int", node)


def _search(name: str) -> Named:
    def handle(resolver: Resolver, node: exp.Anonymous) -> Expression:
        return call(name, "boolean", _texts(resolver, arguments(node, 2)))

    return handle


def piped(resolver: Resolver, node: exp.Expr) -> Expression:
    """`a || b`."""
    for operand in (node.this, node.expression):
        if isinstance(operand, exp.Add | exp.Sub):
            # To Spark || binds like + and -, to sqlglot it does not.
            raise refuse(node, "|| stands beside + or -", "put the sum into parentheses")
    return call("concat", "string", _texts(resolver, [node.this, node.expression]))


def like(resolver: Resolver, node: exp.Expr) -> Expression:
    """`a LIKE 'pattern'`."""
    pattern = node.expression
    if not (isinstance(pattern, exp.Literal) and pattern.args["is_string"]):
        raise refuse(node, "LIKE takes a literal pattern without ESCAPE")
    return call("like", "boolean", [_text(resolver, node.this), literal("string", pattern.name)])


def trim(resolver: Resolver, node: exp.Expr) -> Expression:
    """`trim(a)`, `trim(BOTH 'x' FROM a)`."""
    position = node.args.get("position")
    given = [_text(resolver, node.this)]
    if (characters := node.args.get("expression")) is not None:
        given.append(_characters(characters))
    return call(_SIDES[position and str(position).upper()], "string", given)


def _side(name: str) -> Named:
    def handle(resolver: Resolver, node: exp.Anonymous) -> Expression:
        *characters, text = arguments(node, 1, 2)
        given = [_text(resolver, text), *map(_characters, characters)]
        return call(name, "string", given, nullable=any_nullable(given))

    return handle


def _characters(node: exp.Expr) -> Expression:
    if not (isinstance(node, exp.Literal) and node.args["is_string"]):
        raise refuse(node, "the characters to trim must be a literal")
    return literal("string", node.name)


NAMED: dict[str, Named] = {
    **{name: _mapped(name) for name in ("lower", "upper")},
    "lcase": _mapped("lower"),
    "ucase": _mapped("upper"),
    "ltrim": _side("ltrim"),
    "rtrim": _side("rtrim"),
    **dict.fromkeys(("length", "len", "char_length", "character_length"), _length),
    "concat": _concat,
    "concat_ws": _concat_ws,
    "substring": _substring,
    "substr": _substring,
    "left": _left,
    **{name: _search(name) for name in ("startswith", "endswith", "contains")},
}
