"""Answers."""

from __future__ import annotations

import json
import math
from typing import Any

import pydantic
import pytest
from saltus_schema import FeatureSchema, Field, Output, Violation, response_model

MODEL = {"name": "flights-late", "version": "7", "digest": "ab12"}


def test_an_answer_has_what_the_model_has(flights: FeatureSchema) -> None:
    answer = response_model(flights).model_validate(
        {
            "prediction": 1.0,
            "label": "late",
            "probability": {"on_time": 0.25, "late": 0.75},
            "model": MODEL,
        }
    )

    assert (
        '{"prediction":1.0,"label":"late","probability":{"on_time":0.25,"late":0.75},'
        '"model":{"name":"flights-late","version":"7","digest":"ab12"}}'
    ) == answer.model_dump_json()


def test_what_was_asked_for_is_added(flights: FeatureSchema) -> None:
    answer = response_model(_schema("double"))(
        prediction=1.5,
        model=MODEL,
        outputs={"features": [1.0, math.nan], "words": ["a"]},
        warnings=[Violation("x", "out_of_range", "is usually at most 5, got 6")],
    )

    assert {
        "prediction": 1.5,
        "model": MODEL,
        "outputs": {"features": [1.0, None], "words": ["a"]},
        "warnings": [
            {"field": "x", "code": "out_of_range", "message": "is usually at most 5, got 6"}
        ],
    } == json.loads(answer.model_dump_json())
    assert [] == json.loads(_answer(flights, warnings=[]).model_dump_json())["warnings"]


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_becomes_null(flights: FeatureSchema, number: float) -> None:
    answer = _answer(
        flights, prediction=number, label=None, probability={"on_time": number, "late": 1}
    )

    written = json.loads(answer.model_dump_json())
    assert [None, None] == [written["prediction"], written["label"]]
    assert {"on_time": None, "late": 1.0} == written["probability"]


@pytest.mark.parametrize(
    "change",
    [
        {"label": "early"},
        {"probability": {"on_time": 1.0}},
        {"probability": {"on_time": 0.5, "late": 0.5, "early": 0.0}},
        {"prediction": "late"},
        {"model": {"name": "x"}},
        {"extra": 1},
    ],
)
def test_an_answer_of_another_shape_is_refused(
    flights: FeatureSchema, change: dict[str, Any]
) -> None:
    with pytest.raises(pydantic.ValidationError):
        _answer(flights, **change)


@pytest.mark.parametrize(
    ("output_type", "value"),
    [
        ("double", 1.5),
        ("float", 1.5),
        ("int", 3),
        ("long", 2**62),
        ("string", "late"),
        ("boolean", True),
        ("list<string>", ["a", "b"]),
        ("list<vector[1]>", [[3.0], [-1.0]]),
        ("vector[2]", [0.5, None]),
    ],
)
def test_the_prediction_has_the_type_of_the_output(output_type: str, value: object) -> None:
    answer = response_model(_schema(output_type)).model_validate(
        {"prediction": value, "model": MODEL}
    )

    assert {"prediction": value, "model": MODEL} == json.loads(answer.model_dump_json())


def test_classes_without_labels_are_numbered() -> None:
    schema = FeatureSchema(
        name="clusters",
        inputs=[Field(name="x", type="int")],
        outputs=[
            Output(name="prediction", type="int", role="prediction"),
            Output(name="probability", type="vector[2]", role="probability"),
        ],
    )
    document = response_model(schema).model_json_schema(mode="serialization")

    assert ["prediction", "probability", "model"] == document["required"]
    assert ["0", "1"] == list(document["properties"]["probability"]["properties"])


def test_a_model_without_prediction_answers_with_columns_only() -> None:
    schema = FeatureSchema(name="features", inputs=[Field(name="x", type="int")])
    document = response_model(schema).model_json_schema(mode="serialization")

    assert ["model", "outputs", "warnings"] == list(document["properties"])
    assert ["model"] == document["required"]


def test_the_document_is_typed(flights: FeatureSchema) -> None:
    document = response_model(flights).model_json_schema(mode="serialization")

    number = {"anyOf": [{"type": "number"}, {"type": "null"}]}
    properties = document["properties"]
    assert ["prediction", "label", "probability", "model"] == document["required"]
    assert {**number, "title": "Prediction"} == properties["prediction"]
    assert {"type": "string", "enum": ["on_time", "late"]} == properties["label"]["anyOf"][0]
    assert {"on_time": number, "late": number} == properties["probability"]["properties"]
    assert "object" == properties["outputs"]["type"]
    assert "array" == properties["warnings"]["type"]


def test_equal_schemas_share_one_model(flights: FeatureSchema) -> None:
    copy = FeatureSchema.from_json(flights.to_json())

    assert response_model(flights) is response_model(copy)


def _schema(output_type: str) -> FeatureSchema:
    return FeatureSchema(
        name="test",
        inputs=[Field(name="x", type="int")],
        outputs=[Output(name="prediction", type=output_type, role="prediction")],
    )


def _answer(schema: FeatureSchema, **change: Any) -> pydantic.BaseModel:
    answer = {
        "prediction": 0.0,
        "label": "on_time",
        "probability": {"on_time": 1.0, "late": 0.0},
        "model": MODEL,
    }
    return response_model(schema).model_validate({**answer, **change})
