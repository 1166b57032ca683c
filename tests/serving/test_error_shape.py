"""Every error of every route is the same kind of document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from saltus_serving.errors import STATUS, Finding, RequestError
from saltus_serving.problems import MAX_ERRORS, Problem, ProblemResponse
from saltus_testing import flights as bundles

if TYPE_CHECKING:
    import httpx
    from client import AppClient
    from conftest import MakeClient

ROUTES = {
    "/predict": "POST",
    "/predict/batch": "POST",
    "/model": "GET",
    "/model/schema": "GET",
    "/health/live": "GET",
    "/health/ready": "GET",
    "/openapi.json": "GET",
    "/docs": "GET",
    "/docs/assets/swagger-ui.css": "GET",
}


def assert_problem(response: httpx.Response, status: int) -> Problem:
    """Assert that *response* is a problem document of *status*."""
    assert status == response.status_code
    assert "application/problem+json" == response.headers["content-type"]
    assert {"type", "title", "status", "detail", "errors"} == set(response.json())
    problem = Problem.model_validate(response.json(), strict=True)
    assert (status, "about:blank") == (problem.status, problem.type)
    assert problem.title
    assert problem.detail
    return problem


@pytest.mark.parametrize("path", ROUTES)
def test_a_method_that_is_not_allowed(client: AppClient, path: str) -> None:
    for method in {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"} - {ROUTES[path]}:
        assert_problem(client.request(method, path), 405)


@pytest.mark.parametrize("path", ["/", "/nope", "/predict/", "/docs/assets/nope.js", "/%FF", "//"])
def test_a_path_where_nothing_is(client: AppClient, path: str) -> None:
    assert_problem(client.get(path), 404)


@pytest.mark.parametrize("path", ["/predict", "/predict/batch"])
def test_a_refused_body(client: AppClient, path: str) -> None:
    for arguments, status in (
        ({"content": b"{"}, 422),
        ({"json": {"x": 1}}, 422),
        ({"content": b"{}", "headers": {"content-type": "text/plain"}}, 415),
        ({"content": b" " * 9_000_000}, 413),
    ):
        assert assert_problem(client.post(path, **arguments), status).errors


@pytest.mark.parametrize("path", ["/predict", "/predict/batch", "/model", "/openapi.json"])
def test_a_failure_of_ours(make_client: MakeClient, path: str) -> None:
    """The answer tells nothing of what went wrong inside."""
    with make_client(bundles.flights()) as client:
        for attribute in ("validator", "stamp", "schema"):
            delattr(client.app.state.hosting.served(None).model, attribute)
        response = client.request(ROUTES[path], path, content=b'{"rows": [{}]}')

    assert_problem(response, 500)
    assert "attribute" not in response.text


@pytest.mark.parametrize(
    "path",
    ["/predict", "/predict/batch", "/model", "/model/schema", "/health/ready", "/openapi.json"],
)
def test_no_model(make_client: MakeClient, path: str) -> None:
    with make_client(bundles.flights()) as client:
        client.app.state.hosting.show({})
        response = client.request(ROUTES[path], path, json=bundles.ROW)

    assert_problem(response, 503)


def test_every_error_of_a_request_has_a_status() -> None:
    """The table knows each error that a request may meet."""
    assert set(RequestError.__subclasses__()) <= set(STATUS)


def test_a_document_lists_a_limited_number_of_errors_and_cuts_long_names() -> None:
    errors = [Finding("f" * 1000, "code", "message")] * 1000

    response = ProblemResponse(422, "detail", errors)

    problem = Problem.model_validate_json(bytes(response.body))
    assert MAX_ERRORS == len(problem.errors)
    assert 200 == len(problem.errors[0].field)


def test_a_name_that_utf8_cannot_carry_is_replaced() -> None:
    response = ProblemResponse(422, "detail", [Finding("a\ud800b", "code", "message")])

    assert "a?b" == Problem.model_validate_json(bytes(response.body)).errors[0].field
