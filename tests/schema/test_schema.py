"""Schemas: JSON, fingerprints, Spark."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pyspark.ml.linalg import VectorUDT
from pyspark.sql import types as T
from saltus_schema import (
    FeatureSchema,
    Field,
    Output,
    RequestValidator,
    SchemaError,
    open_inference_metadata,
    request_model,
)

FLIGHTS_JSON = """\
{
  "inputs": [
    {
      "categories": [
        "UA",
        "DL"
      ],
      "description": "Carrier code",
      "example": "UA",
      "name": "carrier",
      "nullable": true,
      "on_missing": "null",
      "on_unseen": "keep",
      "type": "string"
    },
    {
      "example": 1400,
      "minimum": 0,
      "name": "distance",
      "nullable": false,
      "type": "int",
      "unit": "mile"
    },
    {
      "maximum": 23,
      "minimum": 0,
      "name": "dep_hour",
      "nullable": false,
      "on_out_of_range": "warn",
      "type": "byte"
    },
    {
      "default": 120.0,
      "name": "air_time",
      "nullable": false,
      "on_missing": "default",
      "type": "double"
    }
  ],
  "name": "flights-late",
  "outputs": [
    {
      "labels": [
        "on_time",
        "late"
      ],
      "name": "prediction",
      "role": "prediction",
      "type": "double"
    },
    {
      "labels": [
        "on_time",
        "late"
      ],
      "name": "probability",
      "role": "probability",
      "type": "vector[2]"
    }
  ],
  "saltus_schema": 1
}
"""


def test_json_is_canonical(flights: FeatureSchema) -> None:
    assert flights.to_json() == FLIGHTS_JSON


def test_json_comes_back_equal(flights: FeatureSchema) -> None:
    assert flights == FeatureSchema.from_json(FLIGHTS_JSON)
    assert flights == FeatureSchema.from_json(FLIGHTS_JSON.encode())
    assert hash(flights) == hash(FeatureSchema.from_json(FLIGHTS_JSON))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not a feature schema: the text is not JSON"),
        ("[]", 'not a feature schema: there is no key "saltus_schema"'),
        ('{"name": "x"}', 'not a feature schema: there is no key "saltus_schema"'),
        ('{"saltus_schema": 2}', "format version 2 is not known, only 1; upgrade saltus-schema"),
        ('{"saltus_schema": "1"}', 'format version "1" is not known'),
        ('{"saltus_schema": true}', "format version true is not known"),
        ('{"saltus_schema": 1}', "name is missing"),
        ('{"saltus_schema": 1, "self": 1}', 'unknown key "self"'),
        ('{"saltus_schema": 1, "name": "x", "name": "y"}', "not a feature schema: name: occurs"),
        (
            '{"saltus_schema": 1, "name": "x", "inputs": [{"name": "a", "type": "int", "min": 1}]}',
            '"a": unknown key "min"',
        ),
        (
            '{"saltus_schema": 1, "name": "x", "inputs": [{"type": "int"}]}',
            '"inputs.0": name is missing',
        ),
        ('{"saltus_schema": 1, "name": "x", "inputs": [3]}', "inputs.0: "),
        (
            '{"saltus_schema": 1, "name": "x", "inputs": [{"minimum": NaN}]}',
            "not a feature schema: minimum: must be a finite number, got NaN",
        ),
    ],
)
def test_other_texts_are_refused(text: str, message: str) -> None:
    with pytest.raises(SchemaError) as caught:
        FeatureSchema.from_json(text)

    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("inputs", "outputs", "message"),
    [
        ([], [], "there are no inputs; declare at least one field"),
        (["a", "b", "a"], [], '"a": the name is used twice; rename or drop one of the two'),
        (["a"], ["b", "b"], '"b": the name is used twice'),
    ],
)
def test_names_are_unique(inputs: list[str], outputs: list[str], message: str) -> None:
    with pytest.raises(SchemaError) as caught:
        FeatureSchema(
            name="x",
            inputs=[Field(name=name, type="int") for name in inputs],
            outputs=[Output(name=name, type="int") for name in outputs],
        )

    assert str(caught.value).startswith(message)


def test_an_output_may_overwrite_an_input() -> None:
    schema = FeatureSchema(
        name="x",
        inputs=[Field(name="a", type="string")],
        outputs=[Output(name="a", type="int")],
    )

    assert schema == FeatureSchema.from_json(schema.to_json())
    assert {"a": "text"} == request_model(schema).model_validate({"a": "text"}).root


def test_the_open_inference_protocol_gets_tensors_of_any_number_of_rows() -> None:
    types = {
        "boolean": ("BOOL", [-1]),
        "byte": ("INT8", [-1]),
        "short": ("INT16", [-1]),
        "int": ("INT32", [-1]),
        "long": ("INT64", [-1]),
        "float": ("FP32", [-1]),
        "double": ("FP64", [-1]),
        "string": ("BYTES", [-1]),
        "date": ("BYTES", [-1]),
        "timestamp": ("BYTES", [-1]),
        "decimal(5,2)": ("BYTES", [-1]),
        "list<int>": ("INT32", [-1, -1]),
        "list<string>": ("BYTES", [-1, -1]),
        "vector": ("FP64", [-1, -1]),
        "vector[3]": ("FP64", [-1, 3]),
    }
    schema = _schema(
        *(Field(name=name, type=name) for name in types),
        outputs=[Output(name="prediction", type="double", role="prediction")],
    )

    assert {
        "name": "flights",
        "versions": ["2026.11"],
        "platform": "saltus",
        "inputs": [
            {"name": name, "datatype": datatype, "shape": shape}
            for name, (datatype, shape) in types.items()
        ],
        "outputs": [{"name": "prediction", "datatype": "FP64", "shape": [-1]}],
    } == open_inference_metadata(schema, "flights", "2026.11")


def test_names_that_differ_in_case_are_different() -> None:
    schema = _schema(Field(name="a", type="int"), Field(name="A", type="int"))

    assert {"a": 0, "A": 0} == schema.example_row()


def test_a_role_is_given_once() -> None:
    with pytest.raises(SchemaError, match='p has the role "prediction" already'):
        _schema(
            Field(name="a", type="int"),
            outputs=[Output(name=name, type="int", role="prediction") for name in "pq"],
        )


def test_labels_agree_between_outputs() -> None:
    with pytest.raises(SchemaError, match='"q": labels differ from those of p') as caught:
        _schema(
            Field(name="a", type="int"),
            outputs=[
                Output(name="p", type="double", role="prediction", labels=["a", "b"]),
                Output(name="q", type="vector[2]", role="probability", labels=["b", "a"]),
            ],
        )

    assert "q" == caught.value.field


def test_the_order_of_inputs_has_to_be_told() -> None:
    with pytest.raises(SchemaError, match="inputs must be a list, got a Python set"):
        FeatureSchema(name="x", inputs={Field(name="a", type="int")})  # type: ignore[arg-type]


def test_fingerprints_are_pinned(flights: FeatureSchema) -> None:
    """Bundles and clients keep fingerprints: a change of these breaks them."""
    assert (
        "3b024d508b3ec2c1e196a93858d357937654f41a95ba577d85fb7d662ce206fb"
        == flights.semantic_fingerprint
    )
    assert (
        "68ce5ec414cdd993782666df786f43e75f4a6e15ec92e63d4b7c993dd560353a"
        == flights.full_fingerprint
    )


@pytest.mark.parametrize(
    "change",
    [
        {"name": "other"},
        {"type": "long"},
        {"nullable": True},
        {"on_missing": "default", "default": 1},
        {"minimum": 1},
        {"maximum": 10},
        {"on_out_of_range": "warn"},
        {"categories": [2, 1]},
        {"categories": [1, 2, 3]},
        {"on_unseen": "warn"},
        {"unit": "km"},
    ],
)
def test_what_matters_changes_both_fingerprints(change: dict[str, Any]) -> None:
    field = Field(name="x", type="int", minimum=0, maximum=9, unit="mile", categories=[1, 2])
    old, new = _schema(field), _schema(field.model_copy(update=change))

    assert old.semantic_fingerprint != new.semantic_fingerprint
    assert old.full_fingerprint != new.full_fingerprint


@pytest.mark.parametrize("change", [{"description": "d"}, {"example": 3}])
def test_documentation_changes_only_the_full_fingerprint(change: dict[str, Any]) -> None:
    field = Field(name="x", type="int")
    old, new = _schema(field), _schema(field.model_copy(update=change))

    assert old.semantic_fingerprint == new.semantic_fingerprint
    assert old.full_fingerprint != new.full_fingerprint


def test_label_order_matters_and_output_descriptions_do_not() -> None:
    output = Output(name="p", type="double", role="prediction", labels=["a", "b"])
    field = Field(name="x", type="int")

    def fingerprint(**change: Any) -> str:
        changed = output.model_copy(update=change)
        return _schema(field, outputs=[changed]).semantic_fingerprint

    assert fingerprint() == fingerprint(description="d")
    assert fingerprint() != fingerprint(labels=["b", "a"])


def test_neither_the_name_nor_the_order_of_columns_is_semantic(flights: FeatureSchema) -> None:
    other = flights.model_copy(update={"name": "other", "inputs": flights.inputs[::-1]})

    assert flights.semantic_fingerprint == other.semantic_fingerprint
    assert flights.full_fingerprint != other.full_fingerprint


def test_equal_numbers_have_equal_fingerprints() -> None:
    whole, fraction = (
        _schema(Field(name="x", type="double", minimum=minimum)) for minimum in (1, 1.0)
    )

    assert whole.full_fingerprint == fraction.full_fingerprint


def test_spark_reads_the_inputs() -> None:
    schema = _schema(
        Field(name="my col", type="string", nullable=True),
        Field(name="n", type="long"),
        Field(name="tokens", type="list<string>"),
        Field(name="features", type="vector[3]"),
    )

    expected = T.StructType(
        [
            T.StructField("my col", T.StringType(), nullable=True),
            T.StructField("n", T.LongType(), nullable=False),
            T.StructField("tokens", T.ArrayType(T.StringType(), containsNull=False), False),
            T.StructField("features", VectorUDT(), nullable=False),
        ]
    )
    assert expected == T.StructType.fromJson(schema.spark_struct())
    assert json.loads(expected.json()) == schema.spark_struct()


def test_changing_a_spark_struct_changes_no_other() -> None:
    schema = _schema(Field(name="features", type="vector"))
    schema.spark_struct()["fields"][0]["type"]["sqlType"].clear()

    assert VectorUDT() == T.StructType.fromJson(schema.spark_struct())[0].dataType


def test_the_example_row_is_valid(flights: FeatureSchema, validator: RequestValidator) -> None:
    row = flights.example_row()

    assert {"carrier": "UA", "distance": 1400, "dep_hour": 0, "air_time": 120.0} == row
    assert row == validator.validate_python(row)


def test_changing_an_example_row_changes_no_other() -> None:
    schema = _schema(Field(name="v", type="vector", example=[1.0]))
    schema.example_row()["v"].append(2.0)

    assert {"v": [1.0]} == schema.example_row()


def test_classes_are_named_by_labels_or_else_by_index(flights: FeatureSchema) -> None:
    probability = Output(name="p", type="vector[3]", role="probability")
    field = Field(name="x", type="int")

    assert ("on_time", "late") == flights.class_names
    assert ("0", "1", "2") == _schema(field, outputs=[probability]).class_names
    assert () == _schema(field).class_names


def _schema(*inputs: Field, outputs: list[Output] | None = None) -> FeatureSchema:
    return FeatureSchema(name="test", inputs=list(inputs), outputs=outputs or [])
