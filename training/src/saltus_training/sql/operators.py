"""Literals, operators and what has a syntax of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from saltus_training.sql import arithmetic, coercion, conditions
from saltus_training.sql.casts import resolve_cast
from saltus_training.sql.expression import Expression, call, literal, null
from saltus_training.sql.functions import texts, times
from saltus_training.sql.refusal import refuse
from saltus_training.sql.types import Decimal

if TYPE_CHECKING:
    from collections.abc import Callable

    from saltus_training.sql.resolver import Resolver

    Handler = Callable[[Resolver, exp.Expr], Expression]

_SMALLEST = {"int": 31, "long": 63}


def negated(condition: Expression) -> Expression:
    """Returns NOT of a condition."""
    return call("not", "boolean", [condition])


def _number(text: str, node: exp.Expr) -> Expression:
    """A literal's type follows from its digits: int, long, decimal, or double with an exponent."""
    if "e" in text.lower():
        return literal("double", float(text))
    if text.lstrip("-").isdigit():
        value = int(text)
        for type_ in _SMALLEST:
            if coercion.fits(value, type_):
                return literal(type_, value)
    digits = text.lstrip("-").lstrip("0") if not text.lstrip("-0").startswith(".") else text
    whole, _, fraction = digits.lstrip("-").partition(".")
    whole = whole.lstrip("0")
    decimal = Decimal(max(len(whole) + len(fraction), 1), len(fraction))
    if not decimal.fits:
        raise refuse(node, f"the number has {decimal.precision} digits, more than Spark's 38")
    sign = "-" if text.startswith("-") else ""
    return literal(str(decimal), f"{sign}{whole or '0'}" + (f".{fraction}" if fraction else ""))


def _literal(resolver: Resolver, node: exp.Expr) -> Expression:
    del resolver
    return literal("string", node.name) if node.args["is_string"] else _number(node.name, node)


def _boolean(resolver: Resolver, node: exp.Expr) -> Expression:
    del resolver
    return literal("boolean", bool(node.this))


def _null(resolver: Resolver, node: exp.Expr) -> Expression:
    del resolver, node
    return null()


def _negative(resolver: Resolver, node: exp.Expr) -> Expression:
    inner = node.this
    # Spark reads a minus and digits as one number: the smallest int has no positive twin.
    if isinstance(inner, exp.Literal) and not inner.args["is_string"]:
        return _number(f"-{inner.name}", node)
    return arithmetic.signed(resolver, node, inner, "negate")


HANDLERS: dict[type[exp.Expr], Handler] = {
    exp.Literal: _literal,
    exp.Boolean: _boolean,
    exp.Null: _null,
    exp.Neg: _negative,
    exp.Add: arithmetic.add,
    exp.Sub: arithmetic.subtract,
    exp.Mul: arithmetic.multiply,
    exp.Div: arithmetic.divide,
    exp.IntDiv: arithmetic.whole_quotient,
    exp.Mod: arithmetic.remainder,
    exp.EQ: conditions.comparison("equal"),
    exp.NEQ: conditions.unequal,
    exp.LT: conditions.comparison("less"),
    exp.LTE: conditions.comparison("less_equal"),
    exp.GT: conditions.comparison("greater"),
    exp.GTE: conditions.comparison("greater_equal"),
    exp.NullSafeEQ: conditions.null_safe_equal,
    exp.NullSafeNEQ: conditions.null_safe_unequal,
    exp.And: conditions.connective("and"),
    exp.Or: conditions.connective("or"),
    exp.Not: conditions.inverse,
    exp.Is: conditions.is_value,
    exp.In: conditions.is_in,
    exp.Between: conditions.between,
    exp.If: conditions.if_,
    exp.Case: conditions.case,
    exp.Cast: resolve_cast,
    exp.TryCast: resolve_cast,
    exp.DPipe: texts.piped,
    exp.Like: texts.like,
    exp.Trim: texts.trim,
    exp.Extract: times.extract,
}
