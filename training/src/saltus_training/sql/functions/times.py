"""Functions of dates and timestamps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.sql.expression import Expression, call
from saltus_training.sql.functions.arguments import arguments
from saltus_training.sql.refusal import refuse
from saltus_training.sql.types import VOID

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlglot import exp

    from saltus_training.sql.resolver import Resolver

    Named = Callable[[Resolver, exp.Anonymous], Expression]

_OF_DATE = ("year", "quarter", "month", "day", "dayofweek", "weekday", "dayofyear", "weekofyear")
_OF_TIME = ("hour", "minute", "second")
_FIELDS = {
    **{name: name for name in ("year", "quarter", "month", "day", "hour", "minute")},
    "week": "weekofyear",
    "dayofweek": "dayofweek",
    "dow": "dayofweek",
    "doy": "dayofyear",
}


def _part(resolver: Resolver, name: str, argument: exp.Expr) -> Expression:
    value = resolver.scalar(argument)
    type_ = "date" if name in _OF_DATE else "timestamp"
    if value.type not in {"string", "date", "timestamp", VOID}:
        raise refuse(argument, f"{name} is a part of dates and timestamps, not of a {value.type}")
    if type_ == "timestamp":
        resolver.need_time_zone(argument)
    return call(name, "int", [resolver.implicit(value, type_, argument)])


def _named_part(name: str) -> Named:
    def handle(resolver: Resolver, node: exp.Anonymous) -> Expression:
        return _part(resolver, name, *arguments(node, 1))

    return handle


def extract(resolver: Resolver, node: exp.Expr) -> Expression:
    """`extract(YEAR FROM a)`."""
    field = _FIELDS.get(node.name.lower())
    if field is None:
        raise refuse(node, f"{node.name} is not extracted")
    return _part(resolver, field, node.expression)


def _date(resolver: Resolver, node: exp.Expr) -> Expression:
    value = resolver.scalar(node)
    if value.type not in {"string", "date", "timestamp", VOID}:
        raise refuse(node, f"it takes a {value.type} as a date")
    return resolver.implicit(value, "date", node)


def _shifted(*, back: bool) -> Named:
    def handle(resolver: Resolver, node: exp.Anonymous) -> Expression:
        start, count = arguments(node, 2)
        days = resolver.scalar(count)
        if days.type not in {"byte", "short", "int", VOID}:
            raise refuse(count, f"a number of days is an int, not a {days.type}")
        days = resolver.implicit(days, "int", count)
        days = call("negate", "int", [days]) if back else days
        return call("date_add", "date", [_date(resolver, start), days])

    return handle


def _difference(resolver: Resolver, node: exp.Anonymous) -> Expression:
    return call("date_diff", "int", [_date(resolver, part) for part in arguments(node, 2)])


NAMED: dict[str, Named] = {
    **{name: _named_part(name) for name in (*_OF_DATE, *_OF_TIME)},
    "dayofmonth": _named_part("day"),
    **dict.fromkeys(("date_add", "dateadd"), _shifted(back=False)),
    "date_sub": _shifted(back=True),
    **dict.fromkeys(("date_diff", "datediff"), _difference),
}
