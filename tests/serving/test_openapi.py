"""The OpenAPI document describes the live model, and what it describes is true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fastapi.openapi.models import OpenAPI
from saltus_serving.served import FixedLane
from saltus_testing import flights as bundles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from client import AppClient
    from conftest import LoadMembers, MakeClient


@pytest.fixture(name="document")
def _document(client: AppClient) -> Any:
    return client.get("/openapi.json").json()


def references(node: Any) -> Iterator[str]:
    """Yield every `$ref` below *node*."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_the_document_is_openapi(document: Any) -> None:
    OpenAPI.model_validate(document)

    assert document["openapi"].startswith("3.1")
    assert ("flights-late", "2026.11") == (document["info"]["title"], document["info"]["version"])


def test_every_reference_leads_somewhere(document: Any) -> None:
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}

    assert known >= set(references(document))


def test_the_request_is_typed_for_the_model(document: Any) -> None:
    request = document["components"]["schemas"]["PredictRequest"]

    assert list(bundles.ROW) == list(request["properties"])
    assert ["distance", "dep_hour"] == request["required"]
    assert (0, 23) == (
        request["properties"]["dep_hour"]["minimum"],
        request["properties"]["dep_hour"]["maximum"],
    )
    assert "mile" == request["properties"]["distance"]["x-unit"]
    assert not request["additionalProperties"]


@pytest.mark.parametrize("path", ["/predict", "/predict/batch"])
def test_the_example_is_answered_as_documented(client: AppClient, document: Any, path: str) -> None:
    operation = document["paths"][path]["post"]
    body = operation["requestBody"]["content"]["application/json"]["example"]
    documented = operation["responses"]["200"]["content"]["application/json"]["example"]

    assert documented == client.post(path, json=body).json()


def test_the_answer_is_documented(document: Any) -> None:
    schemas = document["components"]["schemas"]

    assert ["prediction", "label", "probability", "model"] == schemas["PredictAnswer"]["required"]
    assert ["prediction", "label", "probability"] == schemas["BatchPrediction"]["required"]
    assert {"model", "warnings"}.isdisjoint(schemas["BatchPrediction"]["properties"])
    assert ["predictions", "model"] == schemas["BatchAnswer"]["required"]


@pytest.mark.parametrize("path", ["/predict", "/predict/batch"])
def test_refusals_and_headers_are_documented(client: AppClient, document: Any, path: str) -> None:
    responses = document["paths"][path]["post"]["responses"]

    assert {"200", "413", "415", "422", "503"} == set(responses)
    for status in ("413", "415", "422", "503"):
        problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
        assert {"application/problem+json": problem} == responses[status]["content"]
    for status, arguments in (
        ("413", {"content": b" " * 9_000_000}),
        ("415", {"content": b"{}", "headers": {"content-type": "text/plain"}}),
        ("422", {"json": 5}),
    ):
        response = client.post(path, **arguments)
        assert int(status) == response.status_code
        assert set(responses[status]["headers"]) <= set(response.headers)


def test_every_documented_route_answers(client: AppClient, document: Any) -> None:
    for path, operations in document["paths"].items():
        for method in operations:
            assert client.request(method.upper(), path).status_code in {200, 422}


def test_a_browser_gets_the_document_once_per_model(client: AppClient) -> None:
    first = client.get("/openapi.json")
    again = client.get("/openapi.json", headers={"if-none-match": first.headers["etag"]})

    assert (304, b"") == (again.status_code, again.content)
    assert first.headers["etag"] == again.headers["etag"]


def test_the_document_follows_the_live_model(make_client: MakeClient, load: LoadMembers) -> None:
    with make_client(bundles.flights()) as client:
        before = client.get("/openapi.json")
        model = load(bundles.without_notes(bundles.flights()))
        client.app.state.hosting.show({"flights": FixedLane(model)})
        after = client.get("/openapi.json")

    assert before.headers["etag"] != after.headers["etag"]
    properties = after.json()["components"]["schemas"]["PredictRequest"]["properties"]
    assert "number" == properties["distance"]["anyOf"][0]["type"]


def test_an_example_that_spark_refuses_has_no_documented_answer(make_client: MakeClient) -> None:
    """The carrier of an inferred schema is any string, which this pipeline raises on."""
    with make_client(bundles.without_notes(bundles.flights(indexing="error"))) as client:
        operation = client.get("/openapi.json").json()["paths"]["/predict"]["post"]

    assert "example" in operation["requestBody"]["content"]["application/json"]
    assert "example" not in operation["responses"]["200"]["content"]["application/json"]
