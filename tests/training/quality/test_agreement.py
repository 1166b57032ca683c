"""The request model and Spark's checks give every row of JSON the same verdict."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from saltus_schema import FeatureSchema, Field, JsonError, RequestValidator, RowError
from saltus_testing.schemas import rows, schemas
from saltus_training.quality import VIOLATIONS, JsonRows, split

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.spark

ROWS = 60
# Spark plans a new query for every schema; the rows of one are cheap.
# Shrinking would plan hundreds more.
FEW = settings(max_examples=8, phases=[Phase.explicit, Phase.reuse, Phase.generate])

LINES = [
    "",
    "null",
    "[1]",
    "3 4",
    '{"a": 1} {"a": 1}',
    '{"a": 1}}',
    '{"a": 1}] 2',
    '{"a": 1, "a": 1}',
    '{"a": NaN}',
    '{"a": "\\ud800"}',
    '{"a": "\\udc00\\ud800"}',
    "{'a': 1}",
]


EDGES: list[tuple[str, list[str]]] = [
    (
        "long",
        [
            "9007199254740993",
            "9007199254740993.0",
            "9223372036854775808",
            "-9223372036854775808",
            "-9223372036854775808.0",
            "9223372036854775807.0",
            "-9223372036854775809",
            "-1e400",
        ],
    ),
    ("int", ["17.0", "17.5", "2147483648", "true", '"1"', "1e2", "-2147483648.0"]),
    ("float", ["3.4028235677973366e38", "3.4028235677973362e38", "1" + "0" * 400]),
    ("decimal(3,1)", ["99.9", "-99.9", "99.95", "100", '"99.9"', '"1.10"', '"01"', "1e1"]),
    ("decimal(3,1)", ["0.1", "1.25", "-0.0", '"-0.0"', '"1\\n"', "1e-400", "true", '"+1"']),
    ("decimal(20,0)", ["99999999999999999999", "9007199254740994.0", '"1e3"', "1e15", "1e17"]),
    ("decimal(20,0)", ["9223372036854775807.0", "-9223372036854775808.0"]),
    ("decimal(20,10)", ["0.1234567891", "12345.1234567891", "123456.1234567891", "1e-10"]),
    ("date", ['"2026-02-29"', '"2028-02-29"', '"0000-01-01"', '"2026-1-01"', '"9999-12-31"']),
    (
        "timestamp",
        ['"2026-01-01T24:00:00Z"', '"2026-01-01t00:00:00z"', '"0001-01-01T00:00:00Z"'],
    ),
    ("timestamp", ['"0001-01-01T00:00:00+00:01"', '"9999-12-31T23:59:59.999999-00:01"']),
    ("timestamp", ['"2026-02-30T00:00:00Z"', '"2026-01-01T00:00:00+18:00"', '"2026-01-01"']),
    ("vector[2]", ["[1,2]", "[1]", '[1,"2"]', '{"size":2,"indices":[1],"values":[1]}', "1"]),
    ("vector", ['{"size":2,"indices":[1.0],"values":[1]}', '{"size":0}', "{}", "[]", "[null]"]),
    ("vector", ['{"size":3,"indices":[1,1],"values":[1,1]}', '{"size":-1,"indices":[]}']),
    ("vector", ['{"size":3,"indices":[1],"values":[1],"x":1}', '{"size":3,"indices":[3]}']),
    ("list<date>", ['["2026-01-01"]', '["2026-01-01", null]', "[]", '"2026-01-01"']),
    ("string", ['"\\ud83d\\ude00"', '"\\\\ud800"', "1", '"a\\u0000"', '["a"]', "{}"]),
    ("boolean", ["true", "0", '"true"']),
]


@st.composite
def texts(draw: st.DrawFn, schema: FeatureSchema) -> str:
    """Draw a line: a row of JSON, or something close to one."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.sampled_from(LINES))
    row = draw(rows(schema))
    if draw(st.integers(0, 9)) == 0:
        row["stranger"] = 1
    return json.dumps(row)


@FEW
@given(schemas(), st.data())
def test_a_row_is_accepted_by_spark_exactly_where_the_request_model_accepts_it(
    spark: SparkSession, schema: FeatureSchema, data: st.DataObject
) -> None:
    lines = data.draw(st.lists(texts(schema), min_size=ROWS, max_size=ROWS, unique=True))

    agree(spark, schema, lines)


def test_edges_of_every_type(spark: SparkSession) -> None:
    kinds = dict.fromkeys(kind for kind, _ in EDGES)
    inputs = [Field(name=kind, type=kind, nullable=True, on_missing="null") for kind in kinds]
    lines = [f'{{"{kind}": {value}}}' for kind, values in EDGES for value in [*values, "null"]]

    agree(spark, FeatureSchema(name="edges", inputs=inputs), [*dict.fromkeys(lines), *LINES])


def agree(spark: SparkSession, schema: FeatureSchema, lines: list[str]) -> None:
    """Compare verdict, names and codes of every line."""
    frame = spark.createDataFrame([(line,) for line in lines], "value string")
    _, rejected = split(JsonRows(frame), schema)
    found = {row["line"]: row[VIOLATIONS] for row in rejected.collect()}
    told = {line: {(each["field"], each["code"]) for each in found[line]} for line in found}
    expected = {line: codes for line in lines if (codes := refusal(schema, line))}
    differ = {line for line in lines if expected.get(line) != told.get(line)}
    assert {line: expected.get(line) for line in differ} == {
        line: told.get(line) for line in differ
    }


def refusal(schema: FeatureSchema, line: str) -> set[tuple[str, str]]:
    """Say for which fields the request model refuses a line, and why."""
    names = {field.name for field in schema.inputs}
    try:
        RequestValidator(schema).validate_json(line)
    except JsonError:
        # Spark does not tell why the text has no clear meaning.
        return {("", "invalid_json")}
    except RowError as error:
        return {(top(found.field, names), str(found.code)) for found in error.violations}
    return set()


def top(path: str, names: set[str]) -> str:
    """Return the name of the field that a path begins with; empty for a name too many."""
    fitting = [name for name in names if path == name or path.startswith(f"{name}.")]
    return max(fitting, key=len, default="")


def test_the_accepted_rows_are_those_that_the_request_model_gives(spark: SparkSession) -> None:
    schema = FeatureSchema(
        name="typed",
        inputs=[
            Field(name="n", type="int"),
            Field(name="d", type="decimal(3,1)", on_missing="default", default="1.5"),
            Field(name="v", type="vector[2]", nullable=True, on_missing="null"),
            Field(name="l", type="list<string>", on_missing="default", default=["a"]),
        ],
    )
    lines = ['{"n": 17.0}', '{"n": 1, "d": 99.9, "v": [1, 2], "l": []}', '{"n": 2, "d": null}']
    frame = spark.createDataFrame([(line,) for line in lines], "value string")

    accepted, _ = split(JsonRows(frame), schema)

    found: list[dict[str, Any]] = [row.asDict() for row in accepted.collect()]
    for row in found:
        row["d"] = str(row["d"])
        row["v"] = None if row["v"] is None else row["v"].toArray().tolist()
    validator = RequestValidator(schema)
    assert [validator.validate_json(line) for line in lines] == found
