"""Violations: how a refusal is explained."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from saltus_schema import (
    FeatureSchema,
    Field,
    RequestValidator,
    RowError,
    Violation,
    request_model,
    violations,
)

LONG = "must be an integer between -9223372036854775808 and 9223372036854775807"
INT = "must be an integer between -2147483648 and 2147483647"
DAY = 'must be a date such as "2026-11-22"'
PRICE = "must be a decimal number with at most 2 digits after the point, between -999.99 and 999.99"
PAIR = 'must be a list of 2 numbers or {"size": 2, "indices": […], "values": […]}'


@pytest.mark.parametrize(
    ("field", "value", "code", "message"),
    [
        ({"type": "int"}, 17.5, "wrong_type", f"{INT}, got 17.5"),
        ({"type": "int"}, "17", "wrong_type", f'{INT}, got "17"'),
        ({"type": "int"}, True, "wrong_type", f"{INT}, got true"),
        ({"type": "int"}, None, "null", f"{INT}, got null"),
        ({"type": "int"}, 2**31, "out_of_range", f"{INT}, got 2147483648"),
        ({"type": "int"}, 1e300, "out_of_range", f"{INT}, got 1e+300"),
        ({"type": "int"}, 10**4000, "out_of_range", f"{INT}, got a far larger integer"),
        ({"type": "int"}, math.inf, "out_of_range", f"{INT}, got Infinity"),
        ({"type": "int"}, math.nan, "not_finite", f"{INT}, got NaN"),
        (
            {"type": "long"},
            1e17,
            "wrong_type",
            "must be written with all its digits: as 1e+17 it may have lost some",
        ),
        ({"type": "long"}, 1e19, "out_of_range", f"{LONG}, got 1e+19"),
        (
            {"type": "int", "minimum": 0, "nullable": True},
            -1,
            "out_of_range",
            "must be an integer between 0 and 2147483647 or null, got -1",
        ),
        ({"type": "date"}, "2026-02-30", "wrong_type", f'{DAY}, got "2026-02-30"'),
        (
            {"type": "date", "minimum": "2026-01-01", "nullable": True},
            "2025-12-31",
            "out_of_range",
            f'{DAY}, at least "2026-01-01" or null, got "2025-12-31"',
        ),
        (
            {"type": "timestamp"},
            "9999-12-31T23:59:59-01:00",
            "out_of_range",
            (
                'must be a time with its offset from UTC, such as "2026-11-22T10:00:00+01:00", '
                'got "9999-12-31T23:59:59-01:00"'
            ),
        ),
        ({"type": "decimal(5,2)"}, "1.234", "wrong_type", f'{PRICE}, got "1.234"'),
        ({"type": "decimal(5,2)"}, -1000, "out_of_range", f"{PRICE}, got -1000"),
        ({"type": "decimal(5,2)"}, math.inf, "out_of_range", f"{PRICE}, got Infinity"),
        ({"type": "decimal(5,2)"}, math.nan, "not_finite", f"{PRICE}, got NaN"),
        ({"type": "decimal(5,2)"}, True, "wrong_type", f"{PRICE}, got true"),
        (
            {"type": "decimal(20,2)"},
            1e17,
            "wrong_type",
            "must be written as a string: as the number 1e+17 it may have lost digits",
        ),
        ({"type": "double"}, math.nan, "not_finite", "must be a finite number, got NaN"),
        ({"type": "double"}, -math.inf, "out_of_range", "must be a finite number, got -Infinity"),
        (
            {"type": "double"},
            10**400,
            "out_of_range",
            "must be a finite number, got a far larger integer",
        ),
        ({"type": "double"}, False, "wrong_type", "must be a finite number, got false"),
        (
            {"type": "double", "minimum": 0, "maximum": 1},
            2,
            "out_of_range",
            "must be a finite number between 0.0 and 1.0, got 2",
        ),
        (
            {"type": "float", "maximum": 1},
            2.5,
            "out_of_range",
            "must be a number that fits a 32-bit float at most 1.0, got 2.5",
        ),
        (
            {"type": "float"},
            1e39,
            "out_of_range",
            "must be a number that fits a 32-bit float, got 1e+39",
        ),
        ({"type": "boolean"}, 1, "wrong_type", "must be true or false, got 1"),
        ({"type": "string"}, 1, "wrong_type", "must be a string, got 1"),
        ({"type": "string"}, ["a"], "wrong_type", "must be a string, got a list of 1 item"),
        ({"type": "string"}, {}, "wrong_type", "must be a string, got an object"),
        ({"type": "string"}, math.nan, "wrong_type", "must be a string, got NaN"),
        (
            {"type": "string"},
            "\ud800",
            "wrong_type",
            "must be a string of whole characters, got half of a surrogate pair",
        ),
        (
            {"type": "string", "categories": ["a", "b"]},
            "c",
            "unseen_category",
            'must be one of "a", "b", got "c"',
        ),
        (
            {"type": "int", "categories": list(range(50))},
            50,
            "unseen_category",
            "must be one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, … (50 in all), got 50",
        ),
        (
            {"type": "list<string>"},
            "a",
            "wrong_type",
            'must be a list, each element a string, got "a"',
        ),
        ({"type": "vector[2]"}, [1], "wrong_size", f"{PAIR}, got a list of 1 item"),
        ({"type": "vector[2]"}, "1", "wrong_type", f'{PAIR}, got "1"'),
        ({"type": "vector[2]"}, None, "null", f"{PAIR}, got null"),
    ],
)
def test_a_value_is_refused_in_words(
    field: dict[str, Any], value: object, code: str, message: str
) -> None:
    assert [Violation("x", code, message)] == _refusal(field, {"x": value})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field_type", "value", "path", "code", "message"),
    [
        ("list<string>", ["a", 1, 2], "x.1", "wrong_type", "must be a string, got 1"),
        ("list<int>", [1, None], "x.1", "null", f"{INT}, got null"),
        ("list<double>", [math.nan], "x.0", "not_finite", "must be a finite number, got NaN"),
        ("vector[2]", [1, "2"], "x.1", "wrong_type", 'must be a finite number, got "2"'),
        (
            "vector[2]",
            {"size": 2, "indices": [0, 1, 1], "values": [1, 2, 3]},
            "x.indices.2",
            "not_increasing",
            "must be greater than the index before it, 1, got 1",
        ),
        (
            "vector[2]",
            {"size": 2, "indices": [2], "values": [1]},
            "x.indices.0",
            "out_of_range",
            "must be at least 0 and less than the size, 2, got 2",
        ),
        (
            "vector[2]",
            {"size": 2, "indices": [0], "values": [1, 2]},
            "x.values",
            "wrong_size",
            "must have as many elements as indices, 1, got 2",
        ),
        (
            "vector[2]",
            {"size": 3, "indices": [], "values": []},
            "x.size",
            "wrong_size",
            "must be 2, got 3",
        ),
        (
            "vector",
            {"size": -1, "indices": [], "values": []},
            "x.size",
            "out_of_range",
            "must not be negative, got -1",
        ),
        (
            "vector",
            {"size": 2, "indices": [0.5], "values": [1]},
            "x.indices.0",
            "wrong_type",
            f"{INT}, got 0.5",
        ),
        (
            "vector",
            {"size": 2, "indices": []},
            "x.values",
            "missing",
            "is required, give a list, each element a finite number",
        ),
        (
            "vector[2]",
            {"size": 2, "indices": [], "values": [], "dense": 1},
            "x.dense",
            "unknown_field",
            f"is unknown, x {PAIR}",
        ),
    ],
)
def test_a_part_of_a_value_is_named_by_its_path(
    field_type: str, value: object, path: str, code: str, message: str
) -> None:
    expected = [Violation(path, code, message)]  # type: ignore[arg-type]

    assert expected == _refusal({"type": field_type}, {"x": value})


def test_every_field_is_reported_once(validator: RequestValidator) -> None:
    with pytest.raises(RowError) as caught:
        validator.validate_python({"carrier": 1, "dep_hour": "x", "Distance": 1, "zzz": 2})

    assert [
        Violation("carrier", "wrong_type", "must be a string or null, got 1"),
        Violation("distance", "missing", "is required, give an integer between 0 and 2147483647"),
        Violation("dep_hour", "wrong_type", 'must be an integer between -128 and 127, got "x"'),
        Violation(
            "Distance", "unknown_field", 'is not an input of the model, did you mean "distance"?'
        ),
        Violation("zzz", "unknown_field", "is not an input of the model, drop it"),
    ] == caught.value.violations


def test_a_vector_with_many_faults_is_reported_once() -> None:
    row = {"x": {"size": "a", "indices": [None], "values": ["b", "c"]}}

    assert ["x.size"] == [violation.field for violation in _refusal({"type": "vector"}, row)]


def test_a_key_that_is_no_string_is_unknown() -> None:
    found = _refusal({"type": "int"}, {"x": 1, 3: 4})

    assert [("3", "unknown_field")] == [(violation.field, violation.code) for violation in found]


def test_a_key_with_half_a_surrogate_pair_is_refused_printably() -> None:
    (violation,) = _refusal({"type": "int"}, {"x": 1, "\ud800": 4})

    assert "unknown_field" == violation.code
    str(violation).encode()


def test_a_client_cannot_make_the_answer_long() -> None:
    strangers = {f"{'y' * 1000}{number}": 1 for number in range(1000)}
    found = _refusal({"type": "string"}, {"x": 1, **strangers})

    assert 21 == len(found)
    assert max(len(str(violation)) for violation in found) < 200


def test_a_long_value_is_shown_by_its_beginning() -> None:
    (violation,) = _refusal({"type": "int"}, {"x": "a\n" + "b" * 100})

    assert f'{INT}, got "a\\n{"b" * 58}…"' == violation.message


def test_json_that_overflows_is_refused_by_field_name(validator: RequestValidator) -> None:
    for number in ("1e400", "9" * 5000):
        with pytest.raises(RowError) as caught:
            validator.validate_json(f'{{"distance": 1, "dep_hour": 1, "air_time": {number}}}')

        message = "must be a finite number, got Infinity"
        assert [Violation("air_time", "out_of_range", message)] == caught.value.violations


def test_an_error_reads_as_one_line() -> None:
    with pytest.raises(RowError) as caught:
        RequestValidator(_schema({"type": "int"})).validate_python({"x": "a", "y": 1})

    expected = f'x: {INT}, got "a"; y: is not an input of the model, drop it'
    assert expected == str(caught.value)


def test_a_violation_moves_below_its_row() -> None:
    violation = Violation("dep_hour", "missing", "is required")

    assert "rows.3.dep_hour" == violation.within("rows", 3).field
    assert "rows.3" == Violation("", "wrong_type", "no").within("rows", 3).field


def test_pydantics_errors_are_explained_wherever_they_were_raised(flights: FeatureSchema) -> None:
    """A web framework validates the model itself and hands over the details."""
    try:
        request_model(flights).model_validate({"dep_hour": 1})
    except ValueError as error:
        details = error.errors()  # type: ignore[attr-defined]

    message = "is required, give an integer between 0 and 2147483647"
    assert [Violation("distance", "missing", message)] == violations(flights, details)


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        (
            {"type": "int", "minimum": 0, "maximum": 5, "on_out_of_range": "warn"},
            6,
            ("out_of_range", "is usually between 0 and 5, got 6"),
        ),
        ({"type": "int", "minimum": 0, "maximum": 5, "on_out_of_range": "warn"}, 5, None),
        (
            {"type": "double", "minimum": 0, "on_out_of_range": "warn"},
            -1,
            ("out_of_range", "is usually at least 0.0, got -1.0"),
        ),
        (
            {"type": "string", "categories": ["a"], "on_unseen": "warn"},
            "z",
            ("unseen_category", 'has a value not seen in training, "z"'),
        ),
        ({"type": "string", "categories": ["a"], "on_unseen": "warn"}, "a", None),
        ({"type": "string", "categories": ["a"], "on_unseen": "keep"}, "z", None),
        (
            {"type": "string", "categories": ["a"], "on_unseen": "warn", "nullable": True},
            None,
            None,
        ),
    ],
)
def test_what_is_accepted_and_suspicious_is_a_warning(
    field: dict[str, Any], value: object, expected: tuple[str, str] | None
) -> None:
    validator = RequestValidator(_schema(field))
    row = validator.validate_json(json.dumps({"x": value}))

    warnings = [(found.code, found.message) for found in validator.warnings(row)]
    assert ([] if expected is None else [expected]) == warnings


def _schema(field: dict[str, Any]) -> FeatureSchema:
    return FeatureSchema(name="test", inputs=[Field(name="x", **field)])


def _refusal(field: dict[str, Any], row: dict[Any, Any]) -> list[Violation]:
    with pytest.raises(RowError) as caught:
        RequestValidator(_schema(field)).validate_python(row)
    return caught.value.violations
