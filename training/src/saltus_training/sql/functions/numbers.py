"""Functions of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.columns import is_decimal
from saltus_training.sql import arithmetic
from saltus_training.sql.coercion import cast
from saltus_training.sql.expression import Expression, call, literal
from saltus_training.sql.functions.arguments import arguments
from saltus_training.sql.refusal import refuse
from saltus_training.sql.types import INTEGRAL, Decimal, as_decimal, is_numeric

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlglot import exp

    from saltus_training.sql.resolver import Resolver

    Named = Callable[[Resolver, exp.Anonymous], Expression]

_OF_DOUBLE = (
    *("sqrt", "cbrt", "exp", "expm1", "ln", "log10", "log2", "log1p", "radians", "degrees", "sign"),
    *("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh"),
)
#: Of these every JVM gives the same bits.
_EXACT = frozenset({"sqrt", "sign"})


def _of_double(name: str) -> Named:
    def handle(resolver: Resolver, node: exp.Anonymous) -> Expression:
        (argument,) = arguments(node, 1)
        number = resolver.implicit(resolver.scalar(argument), "double", node)
        return call(name, "double", [number], nullable=True, exact=name in _EXACT)

    return handle


def _of_doubles(name: str) -> Named:
    def handle(resolver: Resolver, node: exp.Anonymous) -> Expression:
        numbers = [
            resolver.implicit(resolver.scalar(argument), "double", node)
            for argument in arguments(node, 2)
        ]
        nullable = True if name == "log" else None
        return call(name, "double", numbers, nullable=nullable, exact=False)

    return handle


def _log(resolver: Resolver, node: exp.Anonymous) -> Expression:
    given = arguments(node, 1, 2)
    return (_of_double("ln") if len(given) == 1 else _of_doubles("log"))(resolver, node)


def _signed(name: str) -> Named:
    def handle(resolver: Resolver, node: exp.Anonymous) -> Expression:
        (argument,) = arguments(node, 1)
        return arithmetic.signed(resolver, node, argument, name)

    return handle


def _positive(resolver: Resolver, node: exp.Anonymous) -> Expression:
    return arithmetic.positive(resolver, node, *arguments(node, 1))


def _remainder(name: str) -> Named:
    def handle(resolver: Resolver, node: exp.Anonymous) -> Expression:
        return arithmetic.remainder_of(resolver, node, arguments(node, 2), name)

    return handle


def _whole(name: str) -> Named:
    def handle(resolver: Resolver, node: exp.Anonymous) -> Expression:
        (argument,) = arguments(node, 1)
        number = resolver.scalar(argument)
        if number.type in INTEGRAL:
            return cast(number, "long")
        decimal = as_decimal(number.type)
        if decimal is None:
            return call(name, "long", [resolver.implicit(number, "double", node)], nullable=True)
        if decimal.scale == 0:
            return number
        type_ = str(Decimal(decimal.whole + 1, 0))
        return call(name, type_, [number], nullable=True)

    return handle


def _rounded(name: str) -> Named:
    def handle(resolver: Resolver, node: exp.Anonymous) -> Expression:
        argument, *more = arguments(node, 1, 2)
        number = resolver.scalar(argument)
        digits = resolver.scalar(more[0]).integer if more else 0
        if digits is None:
            raise refuse(more[0], f"{node.name}() takes a literal number of digits")
        if not is_numeric(number.type):
            number = resolver.implicit(number, "double", node)
        type_ = number.type
        if is_decimal(type_) and (decimal := as_decimal(type_)) is not None:
            type_ = str(_rounded_decimal(decimal, digits))
            resolver.check_digits(type_, node)
        return call(name, type_, [number, literal("int", digits)], nullable=True)

    return handle


def _rounded_decimal(decimal: Decimal, digits: int) -> Decimal:
    whole = decimal.whole + 1
    if digits < 0:
        return Decimal(max(whole, 1 - digits), 0)
    scale = min(decimal.scale, digits)
    return Decimal(min(whole + scale, 38), scale)


NAMED: dict[str, Named] = {
    **{name: _of_double(name) for name in _OF_DOUBLE},
    "signum": _of_double("sign"),
    "log": _log,
    "pow": _of_doubles("pow"),
    "power": _of_doubles("pow"),
    "atan2": _of_doubles("atan2"),
    "abs": _signed("abs"),
    "negative": _signed("negate"),
    "positive": _positive,
    "mod": _remainder("remainder"),
    "pmod": _remainder("pmod"),
    "ceil": _whole("ceil"),
    "ceiling": _whole("ceil"),
    "floor": _whole("floor"),
    "round": _rounded("round"),
    "bround": _rounded("bround"),
}
