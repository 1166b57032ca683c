"""The op `saltus.sql`, made by hand: what is refused at load, and what raises for a row."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import saltus_runtime as sr
from saltus_testing.mleap import write_stage

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]
TYPES = {"a": "int", "x": "double", "s": "string", "v": "vector[2]", "c": "decimal(38,0)"}
A, X, S, V, C = ({"column": port} for port in range(5))
ONE = {"literal": 1, "type": "int"}


def call(name: str, type_: str, *arguments: Json) -> Json:
    return {"call": name, "type": type_, "arguments": list(arguments)}


def load(
    folder: Path, *expressions: Json | str, ansi: bool = True, **attributes: Json
) -> sr.Bundle:
    texts = [text if isinstance(text, str) else json.dumps(text) for text in expressions]
    given = {
        "expressions": {"type": "list", "string": texts},
        "input_types": {"type": "list", "string": list(TYPES.values())},
        "ansi": {"boolean": True} if ansi else {},
        **attributes,
    }
    outputs = [f"out{index}" for index in range(len(texts))]
    write_stage(folder, "saltus.sql", given, inputs=list(TYPES), outputs=outputs)
    return sr.load(folder)


def score(bundle: sr.Bundle, **values: Any) -> Json | None:
    row = {"a": 2, "x": 0.5, "s": "text", "v": [1.0, 2.0], "c": "7"} | values
    return bundle.scorer().score(row)


def test_input_types_stand_in_for_a_schema(tmp_path: Path) -> None:
    bundle = load(tmp_path, call("add", "int", A, ONE), call("upper", "string", S), V)
    assert TYPES == {column.name: column.type for column in bundle.inputs}
    assert {"out0": 3, "out1": "TEXT", "out2": [1.0, 2.0]} == score(bundle)


def test_a_row_for_which_the_condition_is_not_true_is_dropped(tmp_path: Path) -> None:
    where = {"where": {"string": json.dumps(call("greater", "boolean", A, ONE))}}
    bundle = load(tmp_path, call("negate", "int", A), **where)
    assert {"out0": -2} == score(bundle)
    assert [None, None] == [score(bundle, a=1), score(bundle, a=None)]


NESTED = "[" * 200
WRONG = {
    "no JSON": ("{", "cannot be read"),
    "no node": ("{}", "neither a column nor a literal nor a call"),
    "two kinds": ({"column": 0, "call": "abs", "type": "int"}, "neither a column"),
    "unknown key": ({"column": 0, "extra": 1}, "unknown field"),
    "unknown port": (call("abs", "int", {"column": 9}), "port 9"),
    "unknown function": (call("launch", "int", A), "the function `launch`"),
    "unknown type": (call("abs", "quaternion", A), "unknown type `quaternion`"),
    "type of a vector": (call("null", "vector[2]"), "of type vector[2]"),
    "a vector computed with": (call("is_null", "boolean", V), "computes with the column `v`"),
    "too few arguments": (call("add", "int", A), "has 1 arguments where there must be 2"),
    "too many arguments": (call("not", "boolean", A, A), "has 2 arguments"),
    "mixed types": (call("add", "int", A, X), "does not take a double"),
    "wrong result": (call("add", "double", A, A), "does not take a int"),
    "result of another size": (call("add", "long", A, A), "there must be a long"),
    "a condition that is none": (call("case", "int", A, A), "does not take a int"),
    "a date of a number": (call("year", "int", A), "there must be a date"),
    "a cast that there is not": (call("cast", "date", A), "does not make a date of a int"),
    "a literal that is none": (call("abs", "int", {"literal": "x", "type": "int"}), "no int"),
    "a literal without type": (call("abs", "int", {"literal": 1}), "neither a column"),
    "a pattern that is a column": (call("like", "boolean", S, S), "needs a literal text"),
    "digits that are a column": (call("round", "int", A, A), "needs a literal integer"),
    "too many digits": (
        call("round", "decimal(38,0)", C, {"literal": -99, "type": "int"}),
        "digits",
    ),
    "deep": ('{"call":"abs","type":"int","arguments":[' * 60 + '{"column":0}' + "]}" * 60, "nests"),
    "deeper": ('{"call":"abs","type":"int","arguments":[' * 3000, "recursion limit"),
    "brackets": (f'{{"literal":{NESTED}', "recursion limit"),
    "long": (json.dumps(call("concat", "string", *[S] * 20_000)), "bytes, allowed are 262144"),
}


@pytest.mark.parametrize("name", WRONG)
def test_an_expression_that_makes_no_sense_is_refused(tmp_path: Path, name: str) -> None:
    expression, reason = WRONG[name]
    with pytest.raises(sr.BundleError) as caught:
        load(tmp_path, expression)
    assert reason in str(caught.value)
    assert ("saltus.sql", "expressions") == (caught.value.op, caught.value.attribute)


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        ({"where": {"string": json.dumps(A)}}, "a condition of type int"),
        ({"time_zone_seconds": {"int": 99_999}}, "no offset of a time zone"),
        ({"input_types": {"type": "list", "string": ["int", "cube"]}}, "unknown type `cube`"),
        ({"dropped": {"type": "list", "string": ["a"]}}, "drops the column `a`"),
    ],
)
def test_attributes_that_make_no_sense_are_refused(
    tmp_path: Path, attributes: Json, reason: str
) -> None:
    with pytest.raises(sr.BundleError, match=reason):
        load(tmp_path, call("abs", "int", A), **attributes)


def test_an_error_names_stage_column_and_reason(tmp_path: Path) -> None:
    bundle = load(tmp_path, ONE, call("add", "int", A, ONE))
    with pytest.raises(sr.ScoreError) as caught:
        score(bundle, a=2**31 - 1)
    error = caught.value
    assert ("saltus.sql", "out1") == (error.op, error.column)
    assert "[ARITHMETIC_OVERFLOW] 2147483647 + 1 is beyond int" == error.reason


def test_integers_wrap_without_ansi_rules(tmp_path: Path) -> None:
    bundle = load(tmp_path, call("add", "int", A, ONE), call("div", "int", A, A), ansi=False)
    assert {"out0": -(2**31), "out1": 1} == score(bundle, a=2**31 - 1)
    assert {"out0": 1, "out1": None} == score(bundle, a=0)


def test_decimals_beyond_all_digits_raise_or_are_null(tmp_path: Path) -> None:
    product = call("multiply", "decimal(38,0)", C, C)
    largest = "9" * 38
    with pytest.raises(sr.ScoreError, match="NUMERIC_VALUE_OUT_OF_RANGE"):
        score(load(tmp_path / "ansi", product), c=largest)
    assert {"out0": None} == score(load(tmp_path / "legacy", product, ansi=False), c=f"-{largest}")


def test_a_text_cannot_be_made_to_grow_without_end(tmp_path: Path) -> None:
    many = call("concat", "string", *[S] * 5000)
    bundle = load(tmp_path, call("length", "int", many))
    assert {"out0": 20_000} == score(bundle)
    with pytest.raises(sr.ScoreError, match="more than 4194304 bytes"):
        score(bundle, s="x" * 1000)


def test_only_dates_and_times_of_the_calendar_are_read(tmp_path: Path) -> None:
    types = {"input_types": {"type": "list", "string": ["date", "timestamp"]}}
    texts = [json.dumps(call("year", "int", A)), json.dumps(call("hour", "int", X)), json.dumps(X)]
    given = {"expressions": {"type": "list", "string": texts}, "ansi": {"boolean": True}, **types}
    write_stage(tmp_path, "saltus.sql", given, inputs=["d", "w"], outputs=["y", "h", "same"])
    scorer = sr.load(tmp_path).scorer()
    assert {"y": 2024, "h": 23, "same": "2024-02-29T23:30:00.000000Z"} == scorer.score(
        {"d": "2024-02-29", "w": "2024-03-01T00:30:00+01:00"}
    )
    for row in (
        {"d": "2023-02-29", "w": None},
        {"d": None, "w": "2024-03-01T00:30:00"},
        {"d": 19_000, "w": None},
    ):
        with pytest.raises(sr.ScoreError, match=r"expected (date|timestamp)"):
            scorer.score(row)


def test_decimals_are_read_from_texts_and_whole_numbers(tmp_path: Path) -> None:
    bundle = load(tmp_path, C)
    assert [{"out0": "12"}, {"out0": "-3"}] == [score(bundle, c="12"), score(bundle, c=-3)]
    for value in (1.5, True, "12x", "1e99"):
        with pytest.raises(sr.ScoreError, match="expected decimal"):
            score(bundle, c=value)
