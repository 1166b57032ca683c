"""The usual request takes the short way; nobody can tell by the answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from saltus_serving import Settings, create_app, fast_lane
from saltus_testing import flights as bundles
from saltus_testing.client import AppClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

JSON = {"content-type": "application/json"}
# Never taken: a parameter in the content type sends a request the long way.
LONG_WAY = {"content-type": "application/json; charset=utf-8"}


@pytest.fixture(scope="module", name="lane_client")
def _lane_client(bundle: Path) -> Iterator[AppClient]:
    with AppClient(create_app(Settings(bundle=bundle, max_body_bytes=100_000))) as client:
        yield client


def both(client: AppClient, body: bytes) -> tuple[Any, Any]:
    return (
        client.post("/predict", content=body, headers=JSON),
        client.post("/predict", content=body, headers=LONG_WAY),
    )


def assert_same(short: Any, long: Any) -> None:
    assert long.status_code == short.status_code
    assert long.content == short.content
    assert sorted(long.headers.multi_items()) == sorted(short.headers.multi_items())


ROWS = st.fixed_dictionaries(
    {
        "carrier": st.sampled_from(["UA", "DL", "??", 7, None]),
        "distance": st.one_of(st.integers(-10, 2**33), st.floats(), st.none()),
    },
    optional={"dep_hour": st.integers(-5, 30), "extra": st.text(max_size=3)},
)


@given(row=ROWS)
def test_both_ways_give_the_same_answers_and_refusals(
    lane_client: AppClient, row: dict[str, Any]
) -> None:
    assert_same(*both(lane_client, json.dumps(row).encode()))


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"a": 1, "a": 2}', b"\xff", b"[" * 3000, b" " * 70_000]
)
def test_both_ways_refuse_hostile_bodies_alike(lane_client: AppClient, body: bytes) -> None:
    assert_same(*both(lane_client, body))


def test_the_usual_request_never_reaches_the_route(
    lane_client: AppClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    route = Mock(side_effect=AssertionError)
    monkeypatch.setattr("saltus_serving.routes.predict", route)

    assert lane_client.post("/predict", json=bundles.ROW).status_code == 200
    assert not route.called


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/predict?warnings=true", JSON),
        ("/predict", LONG_WAY),
        ("/predict", JSON | {"content-encoding": "identity"}),
    ],
)
def test_what_is_unusual_goes_to_the_route(
    lane_client: AppClient,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    headers: dict[str, str],
) -> None:
    monkeypatch.setattr(fast_lane, "predict", Mock(side_effect=AssertionError))
    body = json.dumps(bundles.ROW).encode()

    assert lane_client.post(path, content=body, headers=headers).status_code == 200


def test_a_body_in_pieces_goes_to_the_route_whole(lane_client: AppClient) -> None:
    body = json.dumps(bundles.ROW).encode()

    async def pieces() -> Any:
        for position in range(0, len(body), 7):
            yield body[position : position + 7]

    assert_same(
        *(lane_client.post("/predict", content=pieces(), headers=h) for h in (JSON, LONG_WAY))
    )


def test_a_fault_of_ours_is_a_500_without_internals(
    lane_client: AppClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fast_lane, "predict", Mock(side_effect=RuntimeError("secret")))

    response = lane_client.post("/predict", json=bundles.ROW)

    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert "secret" not in response.text
