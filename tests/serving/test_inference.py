"""What can be known of a bundle that plain MLeap wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_testing import flights as bundles

if TYPE_CHECKING:
    from conftest import LoadMembers, MakeClient


def test_inputs_may_all_be_null_and_have_the_types_of_the_ops(load: LoadMembers) -> None:
    schema = load(bundles.without_notes(bundles.flights())).schema

    expected = [("carrier", "string"), ("distance", "double"), ("dep_hour", "double")]
    assert expected == [(field.name, field.type) for field in schema.inputs]
    assert all(field.nullable for field in schema.inputs)


def test_the_usual_columns_have_their_usual_roles(load: LoadMembers) -> None:
    schema = load(bundles.without_notes(bundles.flights())).schema

    expected = {
        "prediction": "prediction",
        "probability": "probability",
        "rawPrediction": "raw_prediction",
    }
    assert expected == {output.name: output.role for output in schema.outputs}


def test_one_number_at_the_end_is_the_prediction(load: LoadMembers) -> None:
    schema = load(bundles.pipeline([bundles.indexer()])).schema

    assert [("carrier_idx", "prediction")] == [(o.name, o.role) for o in schema.outputs]


def test_a_pipeline_without_a_prediction_answers_with_its_last_columns(
    make_client: MakeClient,
) -> None:
    members = bundles.pipeline([bundles.indexer(), bundles.assembler()])

    with make_client(members) as client:
        answer = client.post("/predict", json=bundles.ROW).json()

    assert {"features": [0.0, 1000.0, 16.0]} == answer["outputs"]
    assert "prediction" not in answer


def test_classes_without_labels_are_numbered(make_client: MakeClient) -> None:
    with make_client(bundles.without_notes(bundles.flights())) as client:
        answer = client.post("/predict", json=bundles.ROW).json()

    assert {"0": 0.5, "1": 0.5} == answer["probability"]
    assert "label" not in answer
