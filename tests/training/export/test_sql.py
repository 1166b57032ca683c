"""Statements of a SQLTransformer: how they are resolved, and what is refused where."""

from __future__ import annotations

from typing import Any

import pytest
import saltus_runtime
from saltus_training.columns import Column, Columns
from saltus_training.conversion import convert
from saltus_training.errors import ExportError
from saltus_training.notes import assemble
from saltus_training.sql import Projection, Session, read_statement

SQL_TRANSFORMER = "org.apache.spark.ml.feature.SQLTransformer"
ANSI = Session(ansi=True, time_zone="UTC")
LEGACY = Session(ansi=False, time_zone="UTC")
COLUMNS = {
    "a": "int",
    "k": "long",
    "y": "byte",
    "x": "double",
    "f": "float",
    "s": "string",
    "c": "decimal(5,2)",
    "big": "decimal(38,10)",
    "p": "boolean",
    "d": "date",
    "w": "timestamp",
    "v": "vector[3]",
    "Naïve name": "int",
}


def read(statement: str, session: Session = ANSI, **more: Column) -> Projection:
    given = {name: Column(name, type_) for name, type_ in COLUMNS.items()} | more
    return read_statement(statement, Columns(given.values()), session)


def type_of(expression: str, session: Session = ANSI) -> str:
    statement = f"SELECT *, {expression} AS new FROM __THIS__"  # noqa: S608 - no database
    ((column, _),) = read(statement, session).added.items()
    return column.type


def refused(statement: str, session: Session = ANSI) -> ExportError:
    with pytest.raises(ExportError) as caught:
        read(statement, session)
    return caught.value


# --- types ---------------------------------------------------------------------

# What a live Spark 4.1.4 says: expression, with ANSI rules, without them.
TYPES = [
    ("y + y", "byte", "byte"),
    ("a + k", "long", "long"),
    ("a + f", "double", "float"),
    ("a * 0.5", "decimal(12,1)", "decimal(12,1)"),
    ("k * 0.5", "decimal(22,1)", "decimal(22,1)"),
    ("y * 0.5", "decimal(5,1)", "decimal(5,1)"),
    ("x * 0.5", "double", "double"),
    ("0.5 * 2", "decimal(3,1)", "decimal(3,1)"),
    ("c + 1", "decimal(6,2)", "decimal(6,2)"),
    ("c + a", "decimal(13,2)", "decimal(13,2)"),
    ("c / a", "decimal(16,13)", "decimal(16,13)"),
    ("c % 2", "decimal(3,2)", "decimal(3,2)"),
    ("a / k", "double", "double"),
    ("a div k", "long", "long"),
    ("ceil(c)", "decimal(4,0)", "decimal(4,0)"),
    ("round(c, 1)", "decimal(5,1)", "decimal(5,1)"),
    ("round(1234567.891, 2)", "decimal(10,2)", "decimal(10,2)"),
    ("1.5e2", "double", "double"),
    ("1.5BD", "decimal(2,1)", "decimal(2,1)"),
    ("12345678901", "long", "long"),
    ("-2147483648", "int", "int"),
    ("9223372036854775808", "decimal(19,0)", "decimal(19,0)"),
    ("IF(p, a, 0.5)", "decimal(11,1)", "decimal(11,1)"),
    ("COALESCE(null, y, 1)", "int", "int"),
    ("NULLIF(a, 1.0)", "int", "int"),
    ("d + 1", "date", "date"),
    ("LEAST(d, w)", "timestamp", "timestamp"),
]


@pytest.mark.parametrize(("expression", "ansi", "legacy"), TYPES, ids=str)
def test_expressions_have_the_types_that_spark_gives_them(
    expression: str, ansi: str, legacy: str
) -> None:
    assert ansi == type_of(expression)
    assert legacy == type_of(expression, LEGACY)


def test_a_text_beside_a_number_is_cast_under_ansi_rules_only() -> None:
    assert "long" == type_of("a + s")
    assert "double" == type_of("COALESCE(x, s)")
    error = refused("SELECT *, a + s AS new FROM __THIS__", LEGACY)
    assert "it mixes int and string" in error.reason


# --- columns -------------------------------------------------------------------


def test_columns_are_found_whatever_their_case_and_quoting() -> None:
    projection = read("SELECT __this__.*, A + `naïve NAME` AS new FROM __THIS__")
    assert ["a", "Naïve name"] == [column.name for column in projection.ports]
    assert () == projection.dropped


def test_a_projection_drops_what_it_does_not_name() -> None:
    projection = read("SELECT a, X, v AS features FROM __THIS__")
    assert {"X": "double", "features": "vector[3]"} == {
        column.name: column.type for column in projection.added
    }
    assert set(COLUMNS) - {"a"} == set(projection.dropped)


def test_an_expression_may_take_the_name_of_a_column_that_is_not_selected() -> None:
    projection = read("SELECT trim(s) AS s, x + 1 AS a, k FROM __THIS__")
    assert {"s": "string", "a": "double"} == {
        column.name: column.type for column in projection.added
    }
    assert not {"s", "a", "k"} & set(projection.dropped)
    assert ["s", "x", "k"] == [column.name for column in projection.ports]


def test_later_stages_read_the_column_that_took_the_name(saved: Any, struct: Any) -> None:
    statements = [
        "SELECT trim(s) AS s FROM __THIS__",
        "SELECT length(s) AS s, s AS a FROM __THIS__",
        "SELECT s + 1 AS s, a FROM __THIS__",
    ]
    model = saved.pipeline(
        *(saved.stage(SQL_TRANSFORMER, {"statement": statement}) for statement in statements)
    )
    conversion = convert(model, struct(s="string", a="int", unread="int"))
    assert {"s": "int", "a": "string"} == {c.name: c.type for c in conversion.columns}
    assert ["s"] == [field.name for field in conversion.schema.inputs]
    bundle = saltus_runtime.load(assemble(conversion, "m", {}))
    assert ["s"] == [column.name for column in bundle.inputs]
    assert {"s": 4, "a": "abc"} == bundle.scorer().score({"s": " abc "})
    assert {"s": 4} == bundle.scorer(["s"]).score({"s": " abc "})


def test_an_overwritten_column_is_no_input_any_more(saved: Any, struct: Any) -> None:
    """What the schema lets into an input need not be in the column that took its name."""
    statement = {"statement": "SELECT coalesce(x, 0D) AS x FROM __THIS__"}
    model = saved.pipeline(saved.stage(SQL_TRANSFORMER, statement), saved.assembler(["x"], "v"))
    conversion = convert(model, struct(x="double"))
    assert "null-raises" not in {finding.rule for finding in conversion.findings}


def test_a_renamed_column_keeps_its_attributes() -> None:
    index = Column("i", "double", labels=("u", "v"), arity=2, origin="s")
    ((column, _),) = read("SELECT *, i AS j FROM __THIS__", i=index).added.items()
    assert (("u", "v"), 2, "s") == (column.labels, column.arity, column.origin)


def test_columns_that_a_statement_leaves_out_are_no_outputs(saved: Any, struct: Any) -> None:
    model = saved.pipeline(
        saved.string_indexer(["s"], ["i"], [["a", "b"]]),
        saved.stage(SQL_TRANSFORMER, {"statement": "SELECT i + 1 AS j FROM __THIS__"}),
    )
    conversion = convert(model, struct(s="string"))
    assert ["j"] == [column.name for column in conversion.columns]
    assert ["j"] == [output.name for output in conversion.schema.outputs]


def test_a_statement_that_computes_nothing_is_left_out(saved: Any, struct: Any) -> None:
    model = saved.pipeline(
        saved.stage(SQL_TRANSFORMER, {"statement": "SELECT a FROM __THIS__"}),
        saved.assembler(["a"], "v"),
    )
    conversion = convert(model, struct(a=("int", False), b="int"))
    assert "left out: it computes nothing" == conversion.stages[0].converted.rewritten
    assert conversion.portable


# --- the session ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "session", "ansi"),
    [
        ("3.5.7", Session(), False),
        ("4.1.4", Session(), True),
        ("4.1.4", Session(ansi=False), False),
        ("3.4.0", Session(ansi=True), True),
    ],
)
def test_ansi_rules_follow_the_version_unless_they_are_given(
    version: str, session: Session, ansi: bool
) -> None:
    assert ansi == session.with_defaults(version).ansi


@pytest.mark.parametrize(
    ("zone", "seconds"),
    [("UTC", 0), ("Etc/UTC", 0), ("+01:00", 3600), ("GMT-5", -18000), ("UTC+05:30", 19800)],
)
def test_time_zones_of_a_fixed_offset_are_known(zone: str, seconds: int) -> None:
    assert seconds == Session(time_zone=zone).zone()


def test_a_time_zone_is_asked_for_where_it_matters() -> None:
    assert "int" == type_of("year(d)", Session(ansi=True))
    unknown = refused("SELECT *, hour(w) AS h FROM __THIS__", Session(ansi=True))
    assert ("unknown-fact", "time_zone" in unknown.fix) == (unknown.rule, True)
    abbreviated = refused("SELECT *, hour(w) AS h FROM __THIS__", Session(True, "EST"))
    assert "line 1, column 16: " in abbreviated.reason
    assert "EST is neither an offset nor the name of a region" in abbreviated.reason
    assert "America/New_York" in abbreviated.fix


def test_a_region_goes_into_the_bundle_by_its_name(saved: Any, struct: Any) -> None:
    statement = {"statement": "SELECT *, hour(w) AS h FROM __THIS__"}
    model = saved.stage(SQL_TRANSFORMER, statement)
    conversion = convert(model, struct(w="timestamp"), session=Session(time_zone="Europe/Paris"))
    bundle = saltus_runtime.load(assemble(conversion, "m", {}))
    assert {"h": 2} == bundle.scorer().score({"w": "2024-07-01T00:00:00Z"})
    assert {"h": 1} == bundle.scorer().score({"w": "2024-01-01T00:00:00Z"})


def test_the_export_says_under_which_rules_it_resolved(saved: Any, struct: Any) -> None:
    statement = {"statement": "SELECT *, hour(w) AS h FROM __THIS__"}
    model = saved.stage(SQL_TRANSFORMER, statement)
    conversion = convert(model, struct(w="timestamp"), session=Session(time_zone="+02:00"))
    (stage,) = conversion.stages
    assert "resolved under ANSI rules and the time zone +02:00" == stage.converted.rewritten
    assert not conversion.portable


# --- what is refused -----------------------------------------------------------

ALONE = "before the pipeline"
LISTED = "docs/sql.md"
# statement, place, in the reason, in the fix
REFUSED = [
    ("SELECT *,\n  sum(a) AS n FROM __THIS__", (2, 3), "an aggregate", ALONE),
    ("SELECT rank() OVER (ORDER BY a) AS n FROM __THIS__", (1, 8), "window function", ALONE),
    ("SELECT a + (SELECT 1) AS n FROM __THIS__", (1, 20), "subquery", ALONE),
    ("SELECT a IN (SELECT 1) AS n FROM __THIS__", (1, 8), "not a query", LISTED),
    ("SELECT *, rand() AS n FROM __THIS__", (1, 11), "another value each time", "request"),
    ("SELECT *, current_date AS n FROM __THIS__", (1, 27), "another value each time", "request"),
    ("SELECT *, my_udf(a) AS n FROM __THIS__", (1, 11), "no such function", LISTED),
    ("SELECT *, array(a)[0] AS n FROM __THIS__", (1, 20), "no such", LISTED),
    ("SELECT *, explode(s) AS n FROM __THIS__", (1, 11), "several rows", ALONE),
    ("SELECT DISTINCT a FROM __THIS__", (1, 17), "DISTINCT", ALONE),
    ("SELECT a FROM __THIS__ GROUP BY a", (1, 33), "GROUP BY", ALONE),
    ("SELECT a FROM __THIS__ ORDER BY a", (1, 33), "ORDER BY", ALONE),
    ("SELECT a FROM __THIS__ LIMIT 3", (1, 30), "LIMIT", ALONE),
    ("SELECT a FROM __THIS__ JOIN u ON true", (1, 29), "a join", ALONE),
    ("SELECT a FROM other", (1, 15), "FROM __THIS__", ALONE),
    ("SELECT a FROM __THIS__ UNION SELECT a FROM __THIS__", (1, 8), "no plain SELECT", ALONE),
    ("DROP TABLE x", (1, 12), "no plain SELECT", ALONE),
    ("SELECT a FROM __THIS__; SELECT 1", (1, 1), "2 statements", "one SELECT"),
    ("SELECT a +\n FROM __THIS__", (2, 5), "cannot be parsed", LISTED),
    ("SELECT a + 1 FROM __THIS__", (1, 8), "has no name", "AS ..."),
    ("SELECT *, a AS X FROM __THIS__", (1, 11), "two columns the name `X`", "instead of *"),
    ("SELECT trim(s) AS s, * FROM __THIS__", (1, 13), "two columns the name `s`", "instead of *"),
    ("SELECT *, 1 AS q, 2 AS Q FROM __THIS__", (1, 19), "two columns the name `Q`", "its own"),
    ("SELECT missing AS n FROM __THIS__", (1, 8), "it reads `missing`", "declare `missing`"),
    ("SELECT s.part AS n FROM __THIS__", (1, 8), "`s` is neither the table", LISTED),
    ("SELECT *, s + s AS n FROM __THIS__", (1, 11), "computes with texts", "cast both"),
    ("SELECT *, p = 1 AS n FROM __THIS__", (1, 11), "mixes boolean and int", "CAST"),
    ("SELECT *, v = v AS n FROM __THIS__", (1, 11), "computes with a vector[3]", LISTED),
    ("SELECT *, big * big AS n FROM __THIS__", (1, 11), "77 digits", "double"),
    ("SELECT *, CAST(d AS int) AS n FROM __THIS__", (1, 16), "date cannot be cast", LISTED),
    ("SELECT *, CAST(s AS binary) AS n FROM __THIS__", (1, 16), "BINARY", LISTED),
    ("SELECT *, s LIKE s AS n FROM __THIS__", (1, 11), "literal pattern", LISTED),
    ("SELECT *, s || a + 1 AS n FROM __THIS__", (1, 11), "|| stands beside", "parentheses"),
    ("SELECT *, 'a\\nb' AS n FROM __THIS__", (1, 13), "backslash", LISTED),
    ("SELECT *, round(x, a) AS n FROM __THIS__", (1, 20), "literal number", LISTED),
    ("SELECT *, pow(x) AS n FROM __THIS__", (1, 11), "takes 2 arguments, not 1", LISTED),
    ("SELECT *, a AS n FROM __THIS__ WHERE a", (1, 38), "takes a int as a condition", "compar"),
    ("SELECT * EXCEPT (a) FROM __THIS__", (1, 8), "EXCEPT", "name the columns"),
    ("SELECT *, interval 1 day AS n FROM __THIS__", (1, 29), "no such expression", LISTED),
    ("SELECT *, null AS n FROM __THIS__", (1, 19), "`n` has no type", "cast the NULL"),
]


@pytest.mark.parametrize(
    ("statement", "place", "reason", "fix"), REFUSED, ids=[case[0] for case in REFUSED]
)
def test_what_no_bundle_can_hold_is_refused_at_its_place(
    statement: str, place: tuple[int, int], reason: str, fix: str
) -> None:
    error = refused(statement)
    assert error.reason.startswith(f"line {place[0]}, column {place[1]}: ")
    assert reason in error.reason
    assert fix in error.fix


def test_a_statement_that_nests_too_deeply_is_refused() -> None:
    for depth in (60, 20_000):
        deep = "abs(" * depth + "a" + ")" * depth
        statement = f"SELECT {deep} AS n FROM __THIS__"  # noqa: S608 - no database
        assert "too deep" in refused(statement).reason
