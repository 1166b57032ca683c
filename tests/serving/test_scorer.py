"""Bytes in, bytes out: the scorer without a server around it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from saltus_schema import response_model
from saltus_serving.errors import (
    BatchTooLargeError,
    Finding,
    InvalidRequestError,
    RowDroppedError,
    RowFailedError,
)
from saltus_serving.scorer import Options, predict, predict_batch
from saltus_testing import flights as bundles

if TYPE_CHECKING:
    from conftest import LoadMembers
    from saltus_serving import Model

DL_LATE = bundles.LOGISTIC[0.5]


def body(**changes: Any) -> bytes:
    """Return the usual row with *changes*, as JSON."""
    return json.dumps(bundles.ROW | changes).encode()


def batch(*rows: Any) -> bytes:
    """Return a batch of *rows*, as JSON."""
    return json.dumps({"rows": rows}).encode()


def unverified(members: bundles.Members) -> bundles.Members:
    """Return *members* without golden rows, for variants that have none."""
    return bundles.without(members, "notes/golden_rows.json")


@pytest.fixture(name="skipping")
def _skipping(load: LoadMembers) -> Model:
    return load(unverified(bundles.flights(indexing="skip")))


@pytest.fixture(name="raising")
def _raising(load: LoadMembers) -> Model:
    return load(unverified(bundles.flights(indexing="error")))


@pytest.fixture(name="not_finite")
def _not_finite(load: LoadMembers) -> Model:
    schema = bundles.feature_schema(distance={"nullable": True})
    return load(unverified(bundles.flights(assembling="keep", schema=schema)))


def test_a_row_gets_prediction_label_probability_and_the_model(model: Model) -> None:
    answer = json.loads(predict(model, body(carrier="DL")))

    assert answer.pop("probability") == pytest.approx({"on_time": 1 - DL_LATE, "late": DL_LATE})
    assert {"prediction": 1.0, "label": "late", "model": model.identity.model_dump()} == answer


def test_an_answer_is_what_the_response_model_says(model: Model) -> None:
    answer = json.loads(predict(model, body(), Options(outputs=("features",), warnings=True)))

    dumped = response_model(model.schema).model_validate(answer).model_dump(mode="json")
    assert answer == dumped


def test_digits_make_the_way_there_and_back(model: Model) -> None:
    """The numbers in the answer are those that the runtime gave, to the last bit."""
    row = bundles.ROW | {"distance": 1234, "dep_hour": 7}
    scores = model.scorer.score(row)

    answer = json.loads(predict(model, body(distance=1234, dep_hour=7)))

    assert scores is not None
    assert scores["probability"] == list(answer["probability"].values())


def test_outputs_asked_for_are_added(model: Model) -> None:
    answer = json.loads(predict(model, body(), Options(outputs=("features", "carrier_idx"))))

    assert {"features": [0.0, 1000.0, 16.0], "carrier_idx": 0.0} == answer["outputs"]


def test_an_unknown_output_is_refused(model: Model) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        predict(model, body(), Options(outputs=("features", "nope")))

    assert [("query.outputs", "unknown_output")] == [
        (error.field, error.code) for error in caught.value.errors
    ]


def test_warnings_tell_what_was_accepted_and_looks_suspicious(model: Model) -> None:
    suspicious = body(carrier="ZZ", distance=9000)

    answer = json.loads(predict(model, suspicious, Options(warnings=True)))

    expected = [("carrier", "unseen_category"), ("distance", "out_of_range")]
    assert expected == [(item["field"], item["code"]) for item in answer["warnings"]]
    assert "warnings" not in json.loads(predict(model, suspicious))


def test_no_warnings_are_an_empty_list_where_they_are_wanted(model: Model) -> None:
    assert [] == json.loads(predict(model, body(), Options(warnings=True)))["warnings"]


def test_a_result_that_is_not_finite_is_null_and_says_so(not_finite: Model) -> None:
    """A null explains itself, whether or not warnings are wanted."""
    answer = json.loads(predict(not_finite, body(distance=None)))

    assert {"on_time": None, "late": None} == answer["probability"]
    assert [("probability", "not_finite")] == [
        (item["field"], item["code"]) for item in answer["warnings"]
    ]


def test_a_row_that_spark_drops_has_no_answer(skipping: Model) -> None:
    with pytest.raises(RowDroppedError) as caught:
        predict(skipping, body(carrier="ZZ"))

    assert [("body", "row_dropped")] == [(e.field, e.code) for e in caught.value.errors]


def test_a_row_that_spark_raises_on_names_stage_and_column(raising: Model) -> None:
    with pytest.raises(RowFailedError) as caught:
        predict(raising, body(carrier="ZZ"))

    error = caught.value
    assert ("indexer", "carrier", "ZZ") == (error.stage, error.column, error.value)
    assert [("carrier", "score_error")] == [(e.field, e.code) for e in error.errors]


def test_a_refused_row_names_each_field(model: Model) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        predict(model, json.dumps({"carrier": 1, "dep_hour": 24, "nope": 0}).encode())

    expected = {
        ("carrier", "wrong_type"),
        ("dep_hour", "out_of_range"),
        ("distance", "missing"),
        ("nope", "unknown_field"),
    }
    assert expected == {(error.field, error.code) for error in caught.value.errors}


def test_a_batch_has_one_answer_per_row_in_order(model: Model) -> None:
    rows = [bundles.ROW | {"carrier": carrier} for carrier in ("UA", "DL", "UA")]

    answer = json.loads(predict_batch(model, batch(*rows), max_rows=3))

    assert ["on_time", "late", "on_time"] == [item["label"] for item in answer["predictions"]]
    assert model.identity.model_dump() == answer["model"]
    assert {"predictions", "model"} == set(answer)


def test_a_batch_answers_each_row_as_it_would_be_answered_alone(model: Model) -> None:
    rows = [bundles.ROW | {"distance": distance} for distance in range(0, 5000, 700)]
    options = Options(outputs=("rawPrediction",))

    together = json.loads(predict_batch(model, batch(*rows), options, max_rows=10))
    alone = [json.loads(predict(model, json.dumps(row).encode(), options)) for row in rows]

    stamp = {"model": model.identity.model_dump()}
    assert alone == [item | stamp for item in together["predictions"]]


def test_a_batch_may_be_empty(model: Model) -> None:
    assert [] == json.loads(predict_batch(model, batch(), max_rows=1))["predictions"]


def test_a_dropped_row_of_a_batch_is_null_and_says_why(skipping: Model) -> None:
    rows = [bundles.ROW, bundles.ROW | {"carrier": "ZZ"}, bundles.ROW]

    answer = json.loads(predict_batch(skipping, batch(*rows), max_rows=3))

    assert [True, False, True] == [item is not None for item in answer["predictions"]]
    assert [("rows.1", "row_dropped")] == [(e["field"], e["code"]) for e in answer["errors"]]


def test_a_row_of_a_batch_that_spark_raises_on_is_named(raising: Model) -> None:
    rows = [bundles.ROW, bundles.ROW | {"carrier": None}]

    with pytest.raises(RowFailedError) as caught:
        predict_batch(raising, batch(*rows), max_rows=2)

    assert [("rows.1.carrier", "score_error")] == [(e.field, e.code) for e in caught.value.errors]


def test_refused_rows_of_a_batch_are_all_named(model: Model) -> None:
    rows = [bundles.ROW | {"dep_hour": 24}, bundles.ROW, 5]

    with pytest.raises(InvalidRequestError) as caught:
        predict_batch(model, batch(*rows), max_rows=3)

    expected = [("rows.0.dep_hour", "out_of_range"), ("rows.2", "wrong_type")]
    assert expected == [(error.field, error.code) for error in caught.value.errors]


def test_warnings_of_a_batch_name_the_row(model: Model) -> None:
    rows = [bundles.ROW, bundles.ROW | {"carrier": "ZZ"}]

    answer = json.loads(predict_batch(model, batch(*rows), Options(warnings=True), max_rows=2))

    expected = [("rows.1.carrier", "unseen_category")]
    assert expected == [(item["field"], item["code"]) for item in answer["warnings"]]


def test_a_batch_of_too_many_rows_is_refused(model: Model) -> None:
    with pytest.raises(BatchTooLargeError) as caught:
        predict_batch(model, batch(*[bundles.ROW] * 3), max_rows=2)

    assert (3, 2) == (caught.value.rows, caught.value.limit)


@pytest.mark.parametrize("data", [b"[]", b"{}", b'{"rows": 1}', b'{"rows": [], "more": 1}', b"1"])
def test_a_batch_that_is_no_object_of_rows_is_refused(model: Model, data: bytes) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        predict_batch(model, data, max_rows=2)

    assert caught.value.errors == [
        Finding("body", "wrong_type", 'must be an object with the one key "rows", a list of rows')
    ]
