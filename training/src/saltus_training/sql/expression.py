"""An expression with what Spark's analyzer knows of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from saltus_training.sql.types import VOID

if TYPE_CHECKING:
    from collections.abc import Iterable

    from saltus_training.columns import Column

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Expression:
    """A typed expression.

    Attributes:
        type: Its type, `void` for a bare NULL.
        nullable: Whether it may be null.
        form: The expression as a bundle has it.
        exact: False where the last bits of a number vary.
        integer: The value of an integer literal.
        column: The column that it is, where it is nothing but one.
    """

    type: str
    nullable: bool
    form: Json
    exact: bool = True
    integer: int | None = None
    column: Column | None = None

    @property
    def is_literal(self) -> bool:
        """Whether its value is known."""
        return "literal" in self.form


def literal(type_: str, value: Any) -> Expression:
    """Returns a literal; dates and decimals are texts."""
    integer = value if isinstance(value, int) and not isinstance(value, bool) else None
    return Expression(type_, False, {"literal": value, "type": type_}, integer=integer)


def null(type_: str = VOID) -> Expression:
    """Returns a null of some type."""
    return Expression(type_, True, {"call": "null", "type": type_})


def call(
    name: str,
    type_: str,
    arguments: Iterable[Expression],
    *,
    nullable: bool | None = None,
    exact: bool = True,
) -> Expression:
    """Returns a call of a function.

    Args:
        name: The function's name in a bundle.
        type_: The type of the result.
        arguments: The arguments, of the types that the function takes.
        nullable: Whether the result may be null; by default where an argument may be.
        exact: Whether the function itself keeps the last bits.
    """
    given = list(arguments)
    if nullable is None:
        nullable = any(argument.nullable for argument in given)
    exact = exact and all(argument.exact for argument in given)
    form = {"call": name, "type": type_, "arguments": [argument.form for argument in given]}
    return Expression(type_, nullable, form, exact=exact)
