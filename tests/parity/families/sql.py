"""Statements of SQL: each expression with null, zero, negative and extreme values, and errors."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from case import Case
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.feature import OneHotEncoder, SQLTransformer, StringIndexer, VectorAssembler
from sql_expressions import numbers, overwriting, texts, times, zones

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

NAN = float("nan")
Rows = list[tuple[Any, ...]]


def cases(spark: SparkSession) -> Iterator[Case]:
    yield from groups(numbers.SAFE, numbers.SCHEMA, numbers.EDGES)
    yield from groups(numbers.RAISING, numbers.SCHEMA, numbers.EDGES)
    yield from groups(texts.SAFE, texts.SCHEMA, texts.ROWS)
    yield from groups(texts.RAISING, texts.SCHEMA, texts.ROWS)
    yield from groups(times.SAFE, times.SCHEMA, times.ROWS)
    yield from groups(times.RAISING, times.SCHEMA, [*times.ROWS, *times.BAD])
    yield from without_ansi_rules()
    yield from in_time_zones()
    yield from statements()
    yield from overwritten()
    yield overwriting_pipeline(spark)
    yield pipeline(spark)
    yield decimals()


def groups(groups: dict[str, str], schema: str, rows: Rows) -> Iterator[Case]:
    for name, expressions in groups.items():
        columns = [
            f"{expression} AS c{index}" for index, expression in enumerate(expressions.split(" | "))
        ]
        statement = f"SELECT *, {', '.join(columns)} FROM __THIS__"  # noqa: S608 - no database
        yield Case(name, SQLTransformer(statement=statement), schema, rows)


#: Without ANSI rules a text beside a number is refused.
ANSI_ONLY = ("text_plus_int", "text_above_double", "text_beside_int", "text_equals_int")


def without_ansi_rules() -> Iterator[Case]:
    """The same expressions, of which none raises then: integers wrap, the rest is null."""
    raising_texts = {name: e for name, e in texts.RAISING.items() if name not in ANSI_ONLY}
    for name, raising, schema, rows in (
        ("numbers", numbers.RAISING, numbers.SCHEMA, numbers.EDGES),
        ("texts", raising_texts, texts.SCHEMA, texts.ROWS),
        ("times", times.RAISING, times.SCHEMA, [*times.ROWS, *times.BAD]),
    ):
        joined = {f"without_ansi_{name}": " | ".join(raising.values())}
        for case in groups(joined, schema, rows):
            yield replace(case, ansi=False)
    mixed = {"without_ansi_types": "a + f | f * k | GREATEST(f, a) | COALESCE(f, b) | f > a"}
    for case in groups(mixed, numbers.SCHEMA, numbers.EDGES):
        yield replace(case, ansi=False)


def in_time_zones() -> Iterator[Case]:
    for zone in zones.ZONES:
        name = f"in_{zone.lower().replace('/', '_')}"
        for case in groups({name: zones.EXPRESSIONS}, zones.SCHEMA, zones.rows(zone)):
            yield replace(case, time_zone=zone)


def overwritten() -> Iterator[Case]:
    for name, (statement, columns) in overwriting.STATEMENTS.items():
        transformer = SQLTransformer(statement=statement)
        schema, rows = overwriting.SCHEMA, overwriting.ROWS
        yield Case(name, transformer, schema, rows, overwritten=columns)


def overwriting_pipeline(spark: SparkSession) -> Case:
    """An input, and a column that a stage has made, each overwritten twice."""
    schema = "carrier string, delay double, late double"
    train = [(" ua", 1.0, 0.0), ("UA ", 9.0, 1.0), ("aa", 7.0, 1.0), ("AA", None, 0.0)]
    stages = [
        SQLTransformer(
            statement="SELECT trim(carrier) AS carrier, coalesce(delay, 0D) AS delay, late"
            " FROM __THIS__"
        ),
        SQLTransformer(statement="SELECT delay, late, upper(carrier) AS carrier FROM __THIS__"),
        StringIndexer(inputCol="carrier", outputCol="i", handleInvalid="keep"),
        SQLTransformer(statement="SELECT carrier, delay, late, i + 1 AS i FROM __THIS__"),
        SQLTransformer(statement="SELECT i * i AS i, sqrt(delay) AS delay, late FROM __THIS__"),
        VectorAssembler(inputCols=["i", "delay"], outputCol="features"),
        LogisticRegression(labelCol="late", regParam=0.1),
    ]
    model = Pipeline(stages=stages).fit(spark.createDataFrame(train, schema))
    rows = [("ua", 4.0, 0.0), (None, 2.0, 0.0), ("ZZ", None, None), (" aA ", -1.0, 1.0)]
    return Case("overwriting_pipeline", model, schema, rows, overwritten=("delay",))


def statements() -> Iterator[Case]:
    for name, statement in {
        "projection": "SELECT a, x + 1 AS y FROM __THIS__",
        "renamed": "SELECT x AS y, A AS b, s FROM __THIS__",
        "qualified": "SELECT t.*, `T`.`X` * 2 c FROM __THIS__ t",
        "filtered": "SELECT *, a + 1 AS c FROM __THIS__ WHERE a > 0 AND s <> ''",
        "only_filtered": "SELECT * FROM __THIS__ WHERE x IS NOT NULL",
    }.items():
        rows: Rows = [(1, 2.5, "q"), (None, None, None), (-3, NAN, ""), (4, -0.0, "é")]
        yield Case(name, SQLTransformer(statement=statement), "a int, x double, s string", rows)


def decimals() -> Case:
    """A literal such as 0.5 makes decimals, which an assembler takes as numbers."""
    derived = SQLTransformer(statement="SELECT *, a * 0.1 AS tenth, c / 3 AS third FROM __THIS__")
    assembler = VectorAssembler(
        inputCols=["tenth", "third", "c"], outputCol="features", handleInvalid="keep"
    )
    rows: Rows = [
        (7, Decimal("0.10")),
        (-3, Decimal("-999.99")),
        (None, None),
        (2**31 - 1, Decimal("0.00")),
    ]
    model = PipelineModel(stages=[derived, assembler])
    return Case("assembled_decimals", model, "a int, c decimal(5,2)", rows)


def pipeline(spark: SparkSession) -> Case:
    schema = "carrier string, origin string, departed timestamp, distance int, delay double"
    names = ["UA", "aa ", " Dl", "UA", "AA", "dl", "UA", "AA"]
    train = [
        (
            name,
            "EWR" if index % 3 else "JFK",
            times.moment(f"2013-0{index + 1}-0{index + 2}T0{index}:30:00"),
            200 * index + 90,
            None if index == 2 else 3.5 * index - 4,
        )
        for index, name in enumerate(names)
    ]
    derived = SQLTransformer(
        statement="""
        SELECT *, concat_ws('-', upper(trim(carrier)), origin) AS route,
               CASE WHEN hour(departed) BETWEEN 2 AND 5 THEN 'early' ELSE 'late' END AS part,
               log1p(distance) AS log_distance, COALESCE(delay, 0) * 0.5 AS half_delay,
               IF(delay > 1, 1.0D, 0.0D) AS label
        FROM __THIS__ WHERE distance > 0"""
    )
    # The route is dropped again before the model sees it.
    narrowed = SQLTransformer(
        statement="SELECT route_i, part, departed, distance, log_distance, half_delay, label"
        " FROM __THIS__"
    )
    stages = [
        derived,
        StringIndexer(inputCol="route", outputCol="route_i", handleInvalid="keep"),
        narrowed,
        StringIndexer(inputCol="part", outputCol="part_i"),
        OneHotEncoder(inputCols=["route_i", "part_i"], outputCols=["route_v", "part_v"]),
        VectorAssembler(
            inputCols=["route_v", "part_v", "log_distance", "half_delay"], outputCol="features"
        ),
        LogisticRegression(maxIter=20, regParam=0.01),
    ]
    model = Pipeline(stages=stages).fit(spark.createDataFrame(train, schema))
    rows = [
        *train,
        ("ZZ", "LGA", times.moment("2013-01-01T03:00:00"), 10, 2.0),
        ("UA", None, times.moment("2013-01-01T23:59:59.999999"), 1, None),
        ("UA", "JFK", None, 5, 0.0),
        ("UA", "JFK", times.moment("2013-01-01T03:00:00"), None, 1.0),
        ("UA", "JFK", times.moment("2013-01-01T03:00:00"), -1, 1.0),
    ]
    return Case("sql_pipeline", model, schema, rows)
