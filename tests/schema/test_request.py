"""Requests: what is accepted, and as what."""

from __future__ import annotations

import json
from typing import Any

import pydantic
import pytest
from saltus_schema import FeatureSchema, Field, RequestValidator, RowError, request_model

ODD_NAMES = [
    "my col",
    "model_config",
    "json",
    "root",
    "_private",
    "__dunder__",
    "class",
    "a.b",
    "`tick`",
    "größe",
    "3",
    "self",
    "x" * 300,
]


def test_a_row_comes_back_complete_and_in_order(validator: RequestValidator) -> None:
    row = validator.validate_python({"dep_hour": 17.0, "distance": 1400})

    expected = {"carrier": None, "distance": 1400, "dep_hour": 17, "air_time": 120.0}
    assert repr(expected) == repr(row)


def test_json_and_python_give_the_same_row(validator: RequestValidator) -> None:
    row = {"carrier": "UA", "distance": 0, "dep_hour": 5, "air_time": 1}

    assert validator.validate_python(row) == validator.validate_json(json.dumps(row).encode())
    assert validator.validate_python(row) == validator.validate_json(json.dumps(row))


@pytest.mark.parametrize("name", ODD_NAMES)
def test_any_column_name_works(name: str) -> None:
    schema = FeatureSchema(
        name="odd", inputs=[Field(name=name, type="int"), Field(name="other", type="int")]
    )
    validator = RequestValidator(schema)

    assert {name: 1, "other": 2} == validator.validate_json(json.dumps({name: 1, "other": 2}))
    assert name in validator.json_schema()["properties"]
    with pytest.raises(RowError) as caught:
        validator.validate_python({name: "1", "other": 2})
    assert [name] == [violation.field for violation in caught.value.violations]


@pytest.mark.parametrize(
    ("field", "accepted", "refused"),
    [
        ({"type": "boolean"}, [True, False], [0, 1, "true", None, 1.0]),
        ({"type": "byte"}, [-128, 127, 17.0, -0.0], [128, -129, 17.5, True, "1", None, 300.0]),
        ({"type": "int"}, [2**31 - 1, 2e9], [2**31, 1e300, float("inf"), float("nan"), [1]]),
        ({"type": "long"}, [2**63 - 1, -(2**63)], [2**63, 2.0**63, 10**400]),
        ({"type": "float"}, [1, 1.5, 3.4e38], [3.5e38, True, "1.5", float("inf"), None]),
        ({"type": "double"}, [1, 1.5, 1e308, 2**70], [10**400, float("nan"), False, "x"]),
        ({"type": "string"}, ["", "é", "😀"], [1, None, b"x", "\ud800", ["x"]]),
        (
            {"type": "date"},
            ["2026-11-22", "2024-02-29", "0001-01-01", "9999-12-31"],
            [
                "2025-02-29",
                "0000-01-01",
                "20261122",
                "2026-W47-1",
                "2026-1-2",
                "2026-11-22T00:00Z",
                "",
                " 2026-11-22",
                "2026-11-22\n",
                "٢٠٢٦-11-22",
                20260101,
                None,
                True,
            ],
        ),
        (
            {"type": "timestamp"},
            ["2026-11-22T10:00:00.000000Z", "0001-01-01T00:00:00.000000Z"],
            [
                "2026-11-22T10:00:00",
                "2026-11-22 10:00:00Z",
                "2026-11-22T10:00Z",
                "2026-11-22",
                "2026-11-22T24:00:00Z",
                "2026-11-22T10:00:60Z",
                "2026-11-22T10:00:00.1234567Z",
                "2026-11-22T10:00:00+0100",
                "2026-11-22T10:00:00+01",
                "2026-02-30T10:00:00Z",
                "2026-11-22T10:00:00+18:01",
                "0001-01-01T00:00:00+01:00",
                1763805600,
                None,
                True,
                "2026-11-22T10:00:00.Z",
                "9999-12-31T23:59:59-01:00",
                "2026-11-22T10:00:00Z\n",
            ],
        ),
        (
            {"type": "decimal(5,2)"},
            ["1.50", "-999.99", "0.00"],
            [
                "1.500",
                "1000",
                "1e2",
                "+1",
                "01",
                ".5",
                "1.",
                "",
                " 1",
                "1_0",
                "NaN",
                "٣",
                "1\n",
                1.234,
                1000,
                10**400,
                1e300,
                float("nan"),
                float("inf"),
                True,
                None,
                [1],
            ],
        ),
        ({"type": "decimal(3,1)"}, ["99.9", "-99.9"], [99.95, -99.95]),
        ({"type": "decimal(20,5)"}, ["0.30000"], [0.1 + 0.2, 2.0**53 + 2, 1e17]),
        (
            {"type": "date", "minimum": "2026-01-01", "maximum": "2026-12-31"},
            ["2026-01-01", "2026-12-31"],
            ["2025-12-31", "2027-01-01"],
        ),
        (
            {"type": "timestamp", "maximum": "2026-01-01T00:00:00Z", "on_out_of_range": "warn"},
            ["2027-01-01T00:00:00.000000Z"],
            ["2027-01-01"],
        ),
        ({"type": "decimal(5,1)", "minimum": "9.5", "maximum": 100}, ["9.5", "100.0"], [9.4, 101]),
        ({"type": "decimal(2,1)", "categories": [1, 2.5]}, ["1.0", "2.5"], ["1.5", 3]),
        ({"type": "list<date>"}, [["2026-11-22"], []], [["2026-11-31"], ["x"], "2026-11-22"]),
        ({"type": "list<int>"}, [[], [1, 2.0]], [[None], ["1"], [1.5], (1,), 1, {}, [2**31]]),
        ({"type": "vector[2]"}, [[1, 2.5]], [[], [1], [1, 2, 3], [1, None], [1, "2"], [1, True]]),
        ({"type": "vector"}, [[], [1, 2, 3]], [[float("nan")], "1", 1, None]),
        ({"type": "int", "minimum": 0, "maximum": 5}, [0, 5, 5.0], [-1, 6]),
        ({"type": "double", "minimum": 0.5}, [0.5, 1], [0.4999999999999999, 0]),
        ({"type": "float", "maximum": 1}, [1, -3e38], [1.0000000000000002, -3.5e38]),
        ({"type": "int", "maximum": 5, "on_out_of_range": "warn"}, [6], [2**31]),
        ({"type": "string", "categories": ["a", "b"]}, ["a", "b"], ["c", "A", None, 1]),
        ({"type": "string", "categories": ["a"], "on_unseen": "keep"}, ["a", "z"], [1]),
        ({"type": "string", "categories": ["a"], "on_unseen": "warn"}, ["a", "z"], [1]),
        ({"type": "int", "categories": [1, 2]}, [1, 2.0], [0, 3, True, "1"]),
        ({"type": "int", "nullable": True}, [None, 1], ["", False]),
        ({"type": "int", "nullable": True, "minimum": 3}, [None, 3], [2]),
        ({"type": "string", "nullable": True, "categories": ["a"]}, [None, "a"], ["b"]),
    ],
)
def test_values_are_taken_as_they_are_or_not_at_all(
    field: dict[str, Any], accepted: list[object], refused: list[object]
) -> None:
    validator = _validator(Field(name="x", **field))

    for value in accepted:
        assert value == validator.validate_python({"x": value})["x"]
    for value in refused:
        with pytest.raises(RowError):
            validator.validate_python({"x": value})


@pytest.mark.parametrize("size", ["vector", "vector[3]"])
@pytest.mark.parametrize(
    ("sparse", "accepted"),
    [
        ({"size": 3, "indices": [0, 2], "values": [1, 2.5]}, True),
        ({"size": 3, "indices": [], "values": []}, True),
        ({"size": 3, "indices": [2, 0], "values": [1, 2]}, False),
        ({"size": 3, "indices": [0, 0], "values": [1, 2]}, False),
        ({"size": 3, "indices": [3], "values": [1]}, False),
        ({"size": 3, "indices": [-1], "values": [1]}, False),
        ({"size": 3, "indices": [0], "values": [1, 2]}, False),
        ({"size": 3, "indices": [0], "values": [None]}, False),
        ({"size": 3, "indices": [0.5], "values": [1]}, False),
        ({"size": "3", "indices": [0], "values": [1]}, False),
        ({"size": -3, "indices": [], "values": []}, False),
        ({"size": 3, "indices": [0]}, False),
        ({"size": 3, "indices": [0], "values": [1], "type": "sparse"}, False),
    ],
)
def test_a_vector_may_be_sparse(size: str, sparse: dict[str, Any], accepted: bool) -> None:
    validator = _validator(Field(name="x", type=size))

    if accepted:
        assert {"x": sparse} == validator.validate_python({"x": sparse})
    else:
        with pytest.raises(RowError):
            validator.validate_python({"x": sparse})


def test_a_sparse_vector_has_the_declared_size() -> None:
    sparse = {"size": 4, "indices": [], "values": []}

    assert {"x": sparse} == _validator(Field(name="x", type="vector")).validate_python(
        {"x": sparse}
    )
    with pytest.raises(RowError, match=r"x\.size: must be 3, got 4"):
        _validator(Field(name="x", type="vector[3]")).validate_python({"x": sparse})


@pytest.mark.parametrize(
    ("policy", "absent", "null"),
    [
        ({}, "missing", "null"),
        ({"nullable": True}, "missing", None),
        ({"nullable": True, "on_missing": "null"}, None, None),
        ({"on_missing": "default", "default": 5}, 5, 5),
        ({"on_missing": "default", "default": 5, "nullable": True}, 5, None),
    ],
)
def test_absence_and_null_follow_the_policy(
    policy: dict[str, Any], absent: object, null: object
) -> None:
    validator = _validator(Field(name="x", type="int", **policy))

    def outcome(row: dict[str, Any]) -> object:
        try:
            return validator.validate_python(row)["x"]
        except RowError as error:
            return error.violations[0].code

    assert absent == outcome({})
    assert null == outcome({"x": None})


@pytest.mark.parametrize("row", [{}, {"x": None}])
def test_a_default_is_never_shared(row: dict[str, Any]) -> None:
    validator = _validator(Field(name="x", type="vector", on_missing="default", default=[1.0]))
    validator.validate_python(row)["x"].append(2.0)

    assert {"x": [1.0]} == validator.validate_python(row)


@pytest.mark.parametrize("body", [[], [{}], "x", 1, None, True])
def test_only_an_object_is_a_row(validator: RequestValidator, body: object) -> None:
    with pytest.raises(RowError, match="must be an object with the inputs of the model"):
        validator.validate_python(body)
    with pytest.raises(RowError, match="must be an object with the inputs of the model"):
        validator.validate_json(json.dumps(body))


def test_equal_schemas_share_one_model(flights: FeatureSchema) -> None:
    copy = FeatureSchema.from_json(flights.to_json())
    documented = flights.model_copy(update={"name": "other"})

    assert request_model(flights) is request_model(copy)
    assert request_model(flights) is not request_model(documented)


def test_the_model_is_a_pydantic_model_of_the_row(flights: FeatureSchema) -> None:
    model = request_model(flights)

    assert issubclass(model, pydantic.BaseModel)
    assert "FlightsLateRequest" == model.__name__
    assert flights.example_row() == model.model_validate(flights.example_row()).root


def _validator(*inputs: Field) -> RequestValidator:
    return RequestValidator(FeatureSchema(name="test", inputs=list(inputs)))
