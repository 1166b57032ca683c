"""Fields: what a declaration may say."""

from __future__ import annotations

import math
import pickle
from typing import Any

import pydantic
import pytest
from saltus_schema import Field, SchemaError


@pytest.mark.parametrize(
    ("declaration", "message"),
    [
        ({"type": "int"}, "name is missing"),
        ({"name": "", "type": "int"}, "name: String should have at least 1 character"),
        ({"name": 3, "type": "int"}, "name: Input should be a valid string, got 3"),
        ({"name": "x"}, '"x": type is missing'),
        ({"name": "x", "type": "foo"}, '"x": unknown type "foo"; use one of boolean'),
        ({"name": "x", "type": "int", "unti": "mile"}, '"x": unknown key "unti"; use only name'),
        ({"name": "x", "type": "int", "nullable": 1}, '"x": nullable: '),
        ({"name": "x", "type": "int", "on_missing": "skip"}, '"x": on_missing: '),
        (
            {"name": "x", "type": "int", "on_missing": "null"},
            '"x": on_missing is "null" and the field is not nullable; set nullable=true',
        ),
        (
            {"name": "x", "type": "int", "on_missing": "default"},
            '"x": on_missing is "default" and there is no default; give a default',
        ),
        (
            {"name": "x", "type": "int", "default": 3},
            '"x": there is a default and on_missing is "error"; set on_missing="default"',
        ),
        (
            {"name": "x", "type": "int", "on_missing": "default", "default": "3"},
            '"x": default must be an integer between -2147483648 and 2147483647, got "3"',
        ),
        (
            {"name": "x", "type": "byte", "on_missing": "default", "default": 128},
            '"x": default must be an integer between -128 and 127, got 128',
        ),
        (
            {"name": "x", "type": "int", "maximum": 2, "on_missing": "default", "default": 3},
            '"x": default 3 is out of range, must be at most 2; change the default or the range',
        ),
        (
            {"name": "x", "type": "int", "minimum": 5, "maximum": 1},
            '"x": minimum 5 is greater than maximum 1; swap them or drop one',
        ),
        (
            {"name": "x", "type": "int", "minimum": 0.5},
            '"x": minimum must be an integer',
        ),
        ({"name": "x", "type": "int", "minimum": True}, '"x": minimum must be an integer'),
        (
            {"name": "x", "type": "byte", "maximum": 1000},
            '"x": maximum must be an integer between -128 and 127, got 1000',
        ),
        (
            {"name": "x", "type": "double", "maximum": math.inf},
            '"x": maximum must be a finite number, got Infinity',
        ),
        (
            {"name": "x", "type": "string", "minimum": 1},
            '"x": minimum needs a number, a date or a timestamp, not string',
        ),
        (
            {"name": "x", "type": "int", "on_out_of_range": "warn"},
            '"x": on_out_of_range is "warn" and there is no range; give a minimum',
        ),
        (
            {"name": "x", "type": "double", "categories": [1.5]},
            '"x": categories need strings, integers, decimals, dates or timestamps, not',
        ),
        ({"name": "x", "type": "string", "categories": []}, '"x": categories is empty'),
        (
            {"name": "x", "type": "string", "categories": {"a"}},
            '"x": categories must be a list, got a Python set',
        ),
        (
            {"name": "x", "type": "string", "categories": ["a", "b", "a"]},
            '"x": category "a" occurs twice; list each value once',
        ),
        (
            {"name": "x", "type": "int", "categories": [1, 1.0]},
            '"x": category 1 occurs twice',
        ),
        (
            {"name": "x", "type": "string", "categories": ["a", 1]},
            '"x": each category must be a string, got 1',
        ),
        (
            {"name": "x", "type": "int", "categories": [1, 9], "maximum": 5},
            '"x": category 9 is out of range, must be at most 5',
        ),
        (
            {"name": "x", "type": "string", "on_unseen": "keep"},
            '"x": on_unseen is "keep" and there are no categories; list the categories',
        ),
        (
            {"name": "x", "type": "string", "categories": ["a"], "example": "b"},
            '"x": example "b" is not among the categories; change the example',
        ),
        (
            {"name": "x", "type": "vector[2]", "example": [1.0]},
            '"x": example must be a list of 2 numbers or',
        ),
        (
            {"name": "x", "type": "list<vector[2]>"},
            '"x": an input cannot be of type "list<vector[2]>"; use list<T> with a T that',
        ),
        (
            {"name": "x", "type": "date", "minimum": "2026-02-30"},
            '"x": minimum must be a date such as "2026-11-22", got "2026-02-30"',
        ),
        (
            {"name": "x", "type": "date", "minimum": "2026-02-01", "maximum": "2026-01-31"},
            '"x": minimum "2026-02-01" is greater than maximum "2026-01-31"',
        ),
        (
            {"name": "x", "type": "decimal(5,1)", "minimum": 9, "maximum": "10", "example": 10.1},
            '"x": example "10.1" is out of range, must be between 9.0 and 10.0',
        ),
        (
            {"name": "x", "type": "decimal(3,1)", "categories": [1, "1.0"]},
            '"x": category "1.0" occurs twice',
        ),
        ({"name": "x", "type": "int", "unit": 3}, '"x": unit: '),
    ],
)
def test_a_contradiction_is_named_with_its_remedy(
    declaration: dict[str, Any], message: str
) -> None:
    with pytest.raises(SchemaError) as caught:
        Field(**declaration)

    assert str(caught.value).startswith(message)


def test_an_error_carries_its_parts() -> None:
    with pytest.raises(SchemaError) as caught:
        Field(name="x", type="int", minimum=5, maximum=1)

    assert "x" == caught.value.field
    assert "minimum 5 is greater than maximum 1" == caught.value.problem
    assert "swap them or drop one" == caught.value.hint


def test_an_error_crosses_processes() -> None:
    error = SchemaError("problem", "hint", "x")

    assert str(error) == str(pickle.loads(pickle.dumps(error)))  # noqa: S301 - our own bytes


def test_a_name_with_half_a_surrogate_pair_is_refused_printably() -> None:
    with pytest.raises(SchemaError) as caught:
        Field(name="x\ud800", type="int")

    assert str(caught.value).encode().startswith(b'"x\\')


@pytest.mark.parametrize("value", [0, False, "", []])
def test_a_falsy_default_is_a_default(value: object) -> None:
    types = {int: "int", bool: "boolean", str: "string", list: "list<int>"}
    field = Field(name="x", type=types[type(value)], on_missing="default", default=value)

    assert value == field.default
    assert value == field.to_dict()["default"]


def test_numbers_become_numbers_of_the_type() -> None:
    field = Field(name="x", type="double", minimum=1, maximum=5, example=2)

    assert ["1.0", "5.0", "2.0"] == [repr(v) for v in (field.minimum, field.maximum, field.example)]


def test_a_default_outside_a_range_that_only_warns_is_accepted() -> None:
    field = Field(
        name="x", type="int", maximum=2, on_out_of_range="warn", on_missing="default", default=3
    )

    assert 3 == field.default


def test_an_unseen_example_is_accepted_where_unseen_values_are() -> None:
    field = Field(name="x", type="string", categories=["a"], on_unseen="keep", example="b")

    assert "b" == field.example


def test_fields_are_frozen() -> None:
    field = Field(name="x", type="int")

    with pytest.raises(pydantic.ValidationError):
        field.name = "y"


def test_a_copy_with_other_values_is_checked_again() -> None:
    field = Field(name="x", type="int", categories=[1, 2])
    assert frozenset({1, 2}) == field.known

    assert frozenset({3}) == field.model_copy(update={"categories": [3]}).known
    with pytest.raises(SchemaError):
        field.model_copy(update={"type": "double"})


def test_a_plain_copy_is_equal() -> None:
    field = Field(name="x", type="vector", on_missing="default", default=[1.0])
    copy = field.model_copy(deep=True)

    assert field == copy
    assert field.default is not copy.default


def test_a_caller_cannot_change_a_default_afterwards() -> None:
    default = [1.0]
    field = Field(name="x", type="vector", on_missing="default", default=default)
    default.append(2.0)

    assert [1.0] == field.default


@pytest.mark.parametrize(
    ("declaration", "sample"),
    [
        ({"type": "int", "example": 7, "minimum": 1}, 7),
        ({"type": "string", "categories": ["b", "a"]}, "b"),
        ({"type": "int", "minimum": 5}, 5),
        ({"type": "int", "maximum": -5}, -5),
        ({"type": "int", "on_missing": "default", "default": 3}, 3),
        ({"type": "boolean", "nullable": True}, False),
        ({"type": "string", "nullable": True, "on_missing": "null"}, "string"),
        ({"type": "list<int>"}, [0]),
    ],
)
def test_the_sample_prefers_the_example(declaration: dict[str, Any], sample: object) -> None:
    assert sample == Field(name="x", **declaration).sample()
