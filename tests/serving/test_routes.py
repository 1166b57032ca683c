"""What the endpoints answer over HTTP."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from saltus_testing import flights as bundles

if TYPE_CHECKING:
    from client import AppClient
    from conftest import MakeClient
    from saltus_serving import Model

PREDICTIONS = {"/predict": bundles.ROW, "/predict/batch": {"rows": [bundles.ROW]}}


def test_predict_answers_with_json_and_names_the_model(client: AppClient, model: Model) -> None:
    response = client.post("/predict", json=bundles.ROW)

    assert (200, "application/json") == (response.status_code, response.headers["content-type"])
    assert response.json() == {
        "prediction": 0.0,
        "label": "on_time",
        "probability": {"on_time": 0.5, "late": 0.5},
        "model": {"name": "flights-late", "version": "2026.11", "digest": model.bundle.digest},
    }


@pytest.mark.parametrize("path", PREDICTIONS)
def test_every_answer_names_its_model_in_headers(
    client: AppClient, model: Model, path: str
) -> None:
    answered = client.post(path, json=PREDICTIONS[path])
    refused = client.post(path, json=5)

    assert (200, 422) == (answered.status_code, refused.status_code)
    for response in (answered, refused):
        assert "2026.11" == response.headers["x-model-version"]
        assert model.bundle.digest == response.headers["x-model-digest"]
        assert model.schema.semantic_fingerprint == response.headers["x-schema-fingerprint"]


def test_the_query_asks_for_outputs_and_warnings(client: AppClient) -> None:
    query = {"outputs": "features,carrier_idx,features", "warnings": "true"}

    answer = client.post("/predict", params=query, json=bundles.ROW | {"carrier": "ZZ"}).json()

    assert {"features": [3.0, 1000.0, 16.0], "carrier_idx": 3.0} == answer["outputs"]
    assert ["carrier"] == [warning["field"] for warning in answer["warnings"]]


@pytest.mark.parametrize(
    ("query", "field"),
    [({"outputs": "nope"}, "query.outputs"), ({"warnings": "maybe"}, "query.warnings")],
)
def test_a_query_that_cannot_be_read_is_refused(
    client: AppClient, query: dict[str, str], field: str
) -> None:
    response = client.post("/predict", params=query, json=bundles.ROW)

    assert (422, [field]) == (
        response.status_code,
        [error["field"] for error in response.json()["errors"]],
    )


def test_a_long_body_is_answered_as_a_short_one(client: AppClient) -> None:
    """It is scored in a thread, which must make no difference."""
    short = json.dumps(bundles.ROW).encode()

    answers = [client.post("/predict", content=body) for body in (short, short + b" " * 100_000)]

    assert answers[0].content == answers[1].content
    assert 200 == answers[1].status_code
    assert 422 == client.post("/predict", content=b" " * 100_000).status_code


def test_a_batch_is_answered_in_order(client: AppClient) -> None:
    rows = [bundles.ROW | {"carrier": carrier} for carrier in ("DL", "UA")]

    answer = client.post("/predict/batch", json={"rows": rows}).json()

    assert ["late", "on_time"] == [item["label"] for item in answer["predictions"]]


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"', ""],
)
def test_json_may_be_declared_in_several_ways(client: AppClient, content_type: str) -> None:
    headers = {"content-type": content_type} if content_type else {}

    response = client.post("/predict", content=json.dumps(bundles.ROW).encode(), headers=headers)

    assert 200 == response.status_code


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("content-type", "text/plain"),
        ("content-type", "application/x-www-form-urlencoded"),
        ("content-type", "application/json; charset=latin-1"),
        ("content-type", "nonsense; ;=;charset*=''%FF"),
        ("content-encoding", "gzip"),
    ],
)
def test_a_body_declared_to_be_something_else_is_refused(
    client: AppClient, header: str, value: str
) -> None:
    body = json.dumps(bundles.ROW).encode()

    response = client.post("/predict", content=body, headers={header: value})

    assert (415, ["media_type"]) == (
        response.status_code,
        [error["code"] for error in response.json()["errors"]],
    )


@pytest.mark.parametrize("path", PREDICTIONS)
def test_a_body_of_too_many_bytes_is_refused(make_client: MakeClient, path: str) -> None:
    with make_client(bundles.flights(), max_body_bytes=1000) as client:
        allowed = client.post(path, content=b"{" + b" " * 999)
        declared = client.post(path, content=b"{" + b" " * 1000)
        counted = client.post(path, content=b"{" + b" " * 1000, headers={"content-length": "none"})

    assert [422, 413, 413] == [response.status_code for response in (allowed, declared, counted)]


def test_a_batch_of_too_many_rows_is_refused(make_client: MakeClient) -> None:
    with make_client(bundles.flights(), max_batch_rows=2) as client:
        response = client.post("/predict/batch", json={"rows": [bundles.ROW] * 3})

    assert (413, ["too_many_rows"]) == (
        response.status_code,
        [error["code"] for error in response.json()["errors"]],
    )


def test_a_row_that_spark_drops_is_no_answer(make_client: MakeClient) -> None:
    members = bundles.without(bundles.flights(indexing="skip"), "notes/golden_rows.json")
    with make_client(members) as client:
        response = client.post("/predict", json=bundles.ROW | {"carrier": "ZZ"})

    assert (422, ["row_dropped"]) == (
        response.status_code,
        [error["code"] for error in response.json()["errors"]],
    )


def test_a_row_that_spark_raises_on_names_stage_and_column(make_client: MakeClient) -> None:
    members = bundles.without(bundles.flights(indexing="error"), "notes/golden_rows.json")
    with make_client(members) as client:
        response = client.post("/predict", json=bundles.ROW | {"carrier": "ZZ"})

    (error,) = response.json()["errors"]
    assert (422, "carrier", "score_error") == (
        response.status_code,
        error["field"],
        error["code"],
    )
    assert "`indexer`" in error["message"]


def test_model_tells_identity_verification_and_metrics(client: AppClient, model: Model) -> None:
    description = client.get("/model").json()

    assert {"status": "golden", "rows": 5} == description["verification"]
    assert bundles.MODEL_CARD["metrics"] == description["metrics"]
    assert model.bundle.digest == description["digest"]
    assert {"name": "features", "type": "vector[3]"} in description["columns"]


def test_model_tells_that_nothing_is_proven(make_client: MakeClient) -> None:
    with make_client(bundles.without_notes(bundles.flights())) as client:
        description = client.get("/model").json()

    assert {"status": "none", "rows": 0} == description["verification"]
    assert {} == description["metrics"]


def test_model_schema_is_the_one_of_the_bundle(client: AppClient) -> None:
    assert bundles.feature_schema() == client.get("/model/schema").json()
