"""Spark's dialect of SQL, parsed without a rewrite of its functions."""

from __future__ import annotations

from typing import Any, ClassVar

import sqlglot
from sqlglot import exp
from sqlglot.dialects.spark import Spark
from sqlglot.errors import SqlglotError

from saltus_training.errors import ExportError
from saltus_training.sql.refusal import refuse, refuse_at

#: What a function call with a syntax of its own is parsed by.
_OWN_SYNTAX = ("CAST", "TRY_CAST", "EXTRACT", "TRIM")
_ALLOWED = frozenset({"expressions", "from_", "where"})
_OF_TABLE = frozenset({"this", "alias"})
_PLACEHOLDER = "__THIS__"
_CLAUSES = {
    "distinct": "DISTINCT compares rows with each other",
    "group": "GROUP BY puts rows together",
    "having": "HAVING puts rows together",
    "joins": "a join reads another table",
    "laterals": "LATERAL VIEW makes several rows of one",
    "limit": "LIMIT depends on the other rows",
    "offset": "OFFSET depends on the other rows",
    "order": "ORDER BY depends on the other rows",
    "sort": "SORT BY depends on the other rows",
    "qualify": "QUALIFY depends on the other rows",
    "with_": "a WITH clause is a query of its own",
    "hint": "hints do not apply to one row",
}
_BEFORE = "compute it before the pipeline: a bundle scores each row by itself"


class RowWise(Spark):
    """Spark's SQL with every function under the name it was written with."""

    class Parser(Spark.Parser):  # type: ignore[misc, valid-type]
        """Keeps calls as they are: sqlglot would rewrite them for other dialects."""

        FUNCTIONS: ClassVar[dict[str, Any]] = {}
        FUNCTION_PARSERS: ClassVar[dict[str, Any]] = {
            name: Spark.Parser.FUNCTION_PARSERS[name] for name in _OWN_SYNTAX
        }


def parse_select(statement: str) -> exp.Select:
    """Parses a statement of one SELECT from `__THIS__`.

    Raises:
        ExportError: It is anything else; the reason names line and column.
    """
    if "\\" in statement:
        before = statement[: statement.index("\\")]
        place = (before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
        raise refuse_at(place, "it has a backslash, whose meaning depends on the session")
    select = _parse(statement)
    if not isinstance(select, exp.Select):
        raise refuse(select, "it is no plain SELECT", _BEFORE)
    for name, value in select.args.items():
        if value and name not in _ALLOWED:
            node = value[0] if isinstance(value, list) else value
            reason = _CLAUSES.get(name, f"the clause {name.strip('_').upper()} is not read")
            raise refuse(node if isinstance(node, exp.Expr) else select, reason, _BEFORE)
    _check_table(select)
    return select


def table_names(select: exp.Select) -> frozenset[str]:
    """Returns what a column may be qualified with, in lower case."""
    table = select.args["from_"].this
    return frozenset({(table.alias or _PLACEHOLDER).lower()})


def _parse(statement: str) -> exp.Expr:
    try:
        parsed = [tree for tree in sqlglot.parse(statement, dialect=RowWise) if tree is not None]
    except SqlglotError as error:
        details = getattr(error, "errors", None) or [{}]
        place = (details[0].get("line") or 1, details[0].get("col") or 1)
        reason = str(details[0].get("description") or error).partition("<Token")[0].strip()
        raise refuse_at(place, f"it cannot be parsed: {reason}") from error
    except RecursionError as error:
        raise ExportError(
            "it nests too deeply", fix="use several stages", rule="unsupported-sql"
        ) from error
    if len(parsed) != 1:
        raise refuse_at((1, 1), f"it holds {len(parsed)} statements", "keep one SELECT")
    return parsed[0]


def _check_table(select: exp.Select) -> None:
    table = select.args["from_"].this if select.args.get("from_") else None
    if not isinstance(table, exp.Table) or table.name != _PLACEHOLDER:
        node = table if isinstance(table, exp.Expr) else select
        raise refuse(node, "it does not read FROM __THIS__ alone", _BEFORE)
    if extra := [name for name, value in table.args.items() if value and name not in _OF_TABLE]:
        raise refuse(table, f"its table has {', '.join(extra)}", _BEFORE)
