"""Arithmetic: which types its operands and results have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.columns import is_decimal
from saltus_training.sql.expression import Expression, call
from saltus_training.sql.refusal import refuse
from saltus_training.sql.types import (
    FLOATING,
    INTEGRAL,
    VOID,
    Decimal,
    as_decimal,
    is_numeric,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlglot import exp

    from saltus_training.sql.resolver import Resolver

    Rule = Callable[[Decimal, Decimal], Decimal]


def _sum(a: Decimal, b: Decimal) -> Decimal:
    scale = max(a.scale, b.scale)
    return Decimal(max(a.whole, b.whole) + scale + 1, scale)


def _product(a: Decimal, b: Decimal) -> Decimal:
    return Decimal(a.precision + b.precision + 1, a.scale + b.scale)


def _quotient(a: Decimal, b: Decimal) -> Decimal:
    scale = max(6, a.scale + b.precision + 1)
    return Decimal(a.whole + b.scale + scale, scale)


def _rest(a: Decimal, b: Decimal) -> Decimal:
    scale = max(a.scale, b.scale)
    return Decimal(min(a.whole, b.whole) + scale, scale)


def add(resolver: Resolver, node: exp.Expr) -> Expression:
    """`a + b`; to a date it adds days."""
    return _shifted_date(resolver, node) or _operation(resolver, node, "add", _sum)


def subtract(resolver: Resolver, node: exp.Expr) -> Expression:
    """`a - b`; from a date it takes days."""
    return _shifted_date(resolver, node) or _operation(resolver, node, "subtract", _sum)


def multiply(resolver: Resolver, node: exp.Expr) -> Expression:
    """`a * b`."""
    return _operation(resolver, node, "multiply", _product)


def remainder(resolver: Resolver, node: exp.Expr) -> Expression:
    """`a % b`."""
    return _divided(resolver, node, [node.this, node.expression], "remainder", _rest)


def remainder_of(
    resolver: Resolver, node: exp.Expr, operands: list[exp.Expr], name: str
) -> Expression:
    """A remainder written as a function."""
    return _divided(resolver, node, operands, name, _rest)


def divide(resolver: Resolver, node: exp.Expr) -> Expression:
    """`a / b`: of decimals a decimal, of all else a double."""
    operands = _operands(resolver, [node.this, node.expression], node)
    _note_divisor(resolver, node, operands[1])
    types = {operand.type for operand in operands}
    if any(map(is_decimal, types)) and not types & set(FLOATING):
        return _of_decimals(resolver, node, operands, "divide", _quotient, nullable=True)
    doubles = [resolver.implicit(operand, "double", node) for operand in operands]
    return call("divide", "double", doubles, nullable=True)


def whole_quotient(resolver: Resolver, node: exp.Expr) -> Expression:
    """`a div b`, a long."""
    operands = _operands(resolver, [node.this, node.expression], node)
    _note_divisor(resolver, node, operands[1])
    for operand in operands:
        if operand.type not in {*INTEGRAL, VOID}:
            raise refuse(node, f"DIV takes integers, not a {operand.type}", "use floor(a / b)")
    longs = [resolver.implicit(operand, "long", node) for operand in operands]
    return call("div", "long", longs, nullable=True)


def signed(resolver: Resolver, node: exp.Expr, inner: exp.Expr, name: str) -> Expression:
    """`-a` and `abs(a)`."""
    (operand,) = _numbers(resolver, [resolver.scalar(inner)], node)
    return call(name, operand.type, [operand])


def positive(resolver: Resolver, node: exp.Expr, inner: exp.Expr) -> Expression:
    """`+a`."""
    (operand,) = _numbers(resolver, [resolver.scalar(inner)], node)
    return operand


def _operation(resolver: Resolver, node: exp.Expr, name: str, rule: Rule) -> Expression:
    operands = _operands(resolver, [node.this, node.expression], node)
    type_ = resolver.common(operands, node)
    if is_decimal(type_):
        return _of_decimals(resolver, node, operands, name, rule)
    return call(name, type_, [resolver.implicit(operand, type_, node) for operand in operands])


def _divided(
    resolver: Resolver, node: exp.Expr, nodes: list[exp.Expr], name: str, rule: Rule
) -> Expression:
    operands = _operands(resolver, nodes, node)
    _note_divisor(resolver, node, operands[1])
    type_ = resolver.common(operands, node)
    if is_decimal(type_):
        return _of_decimals(resolver, node, operands, name, rule, nullable=True)
    cast = [resolver.implicit(operand, type_, node) for operand in operands]
    return call(name, type_, cast, nullable=True)


def _operands(resolver: Resolver, nodes: list[exp.Expr], around: exp.Expr) -> list[Expression]:
    """Two numbers; a text beside a number becomes one under ANSI rules."""
    operands = resolver.scalars(nodes)
    if {operand.type for operand in operands} == {"string"}:
        raise refuse(around, "it computes with texts", "cast both to numbers")
    type_ = resolver.common(operands, around)
    cast = [
        resolver.implicit(operand, type_, around) if operand.type in {"string", VOID} else operand
        for operand in operands
    ]
    return _numbers(resolver, cast, around)


def _numbers(resolver: Resolver, operands: list[Expression], around: exp.Expr) -> list[Expression]:
    cast = [
        resolver.implicit(operand, "double", around)
        if operand.type in {"string", VOID}
        else operand
        for operand in operands
    ]
    for operand in cast:
        if not is_numeric(operand.type):
            raise refuse(around, f"it computes with a {operand.type}", "cast it to a number")
    return cast


def _of_decimals(
    resolver: Resolver,
    node: exp.Expr,
    operands: list[Expression],
    name: str,
    rule: Rule,
    *,
    nullable: bool | None = None,
) -> Expression:
    a, b = (_decimal_of(operand) for operand in operands)
    result = rule(a, b)
    types = (a, b)
    cast = [
        resolver.implicit(operand, str(type_), node)
        for operand, type_ in zip(operands, types, strict=True)
    ]
    resolver.check_digits(str(result), node)
    return call(name, str(result), cast, nullable=nullable)


def _decimal_of(operand: Expression) -> Decimal:
    """An integer literal takes part with the digits that it has."""
    if operand.integer is not None:
        return Decimal(len(str(abs(operand.integer))), 0)
    decimal = as_decimal(operand.type)
    assert decimal is not None  # noqa: S101 - the common type is a decimal
    return decimal


def _note_divisor(resolver: Resolver, node: exp.Expr, divisor: Expression) -> None:
    if not (divisor.is_literal and str(divisor.form["literal"]).strip("-0.")):
        resolver.note_raising(node)


def _shifted_date(resolver: Resolver, node: exp.Expr) -> Expression | None:
    left, right = resolver.scalars([node.this, node.expression])
    days = {"byte", "short", "int"}
    sign = "negate" if node.key == "sub" else None
    if right.type == "date" and left.type in days and sign is None:
        left, right = right, left
    if left.type != "date" or right.type not in days:
        return None
    count = resolver.implicit(right, "int", node)
    return call("date_add", "date", [left, call(sign, "int", [count]) if sign else count])
