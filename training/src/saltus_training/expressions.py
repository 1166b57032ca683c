"""Expressions of Spark as SQL text: however large, one is a single call into the JVM."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pyspark.sql import DataFrame
    from saltus_schema.violation import Code

Sql: TypeAlias = str
Body: TypeAlias = "Callable[[Sql], Sql]"

NO_CODE: Sql = "cast(null as string)"

# A backslash is one or escapes what follows, and `${x}` may be replaced: settings decide.
_PLAIN = re.compile(r"[^'\\$]*")
_VARIABLES = count()


def literal(value: str | float | None) -> Sql:
    """Returns a constant, whatever characters it has and whatever the session's settings are."""
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case float():
            return f"cast('{value!r}' as double)"
        case int():
            return str(value)
    return f"'{value}'" if _PLAIN.fullmatch(value) else f"cast(X'{value.encode().hex()}' as string)"


def struct(**fields: Sql) -> Sql:
    """Returns a struct of these fields."""
    parts = ", ".join(f"'{name}', {sql}" for name, sql in fields.items())
    return f"named_struct({parts})"


def array(elements: Iterable[Sql]) -> Sql:
    """Returns an array of these elements."""
    return f"array({', '.join(elements)})"


def coalesce(*values: Sql) -> Sql:
    """Returns the first value that is not null."""
    return f"coalesce({', '.join(values)})"


def first_code(*cases: tuple[Sql, Code]) -> Sql:
    """Returns the code of the first condition that holds, or null."""
    if not cases:
        return NO_CODE
    branches = " ".join(f"when {condition} then '{code}'" for condition, code in cases)
    return f"case {branches} end"


def transform(elements: Sql, body: Body) -> Sql:
    """Returns the array of `body(element)`."""
    variable = f"x{next(_VARIABLES)}"
    return f"transform({elements}, {variable} -> {body(variable)})"


def keep(elements: Sql, condition: Body) -> Sql:
    """Returns the array of the elements that a condition holds for."""
    variable = f"x{next(_VARIABLES)}"
    return f"filter({elements}, {variable} -> {condition(variable)})"


def let(value: Sql, body: Body) -> Sql:
    """Returns `body(value)`, where the value is computed once however often it is used."""
    return f"get({transform(array([value]), body)}, 0)"


def once(frame: DataFrame, columns: dict[str, Sql]) -> DataFrame:
    """Adds columns that Spark computes once, however often and wherever they are used.

    Its optimizer would put the expressions in the place of the columns; not so behind a generator.
    """
    if not columns:
        return frame
    return frame.selectExpr("*", f"inline({array([struct(**columns)])})")


def named(columns: dict[str, Any]) -> list[Sql]:
    """Returns expressions with their names, as `selectExpr` takes them."""
    return [f"{sql} as {name}" for name, sql in columns.items()]
