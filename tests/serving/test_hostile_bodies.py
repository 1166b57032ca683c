"""No body brings the service down: it answers 200, or says what is wrong with the body."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from saltus_schema import decode_json
from saltus_testing import flights as bundles

if TYPE_CHECKING:
    import httpx
    from client import AppClient

# Any text, half surrogate pairs included: JSON can write them, UTF-8 cannot.
TEXT = st.text(st.characters(exclude_categories=()), max_size=20)
NUMBERS = st.integers() | st.integers(-(10**400), 10**400) | st.floats()
SCALARS = st.none() | st.booleans() | NUMBERS | TEXT
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
ROWS = st.fixed_dictionaries(
    {},
    optional={
        "carrier": st.sampled_from([*bundles.CARRIERS, "ZZ"]) | SCALARS,
        "distance": st.integers(-(2**33), 2**33) | SCALARS,
        "dep_hour": st.integers(-1, 24) | SCALARS,
    },
)
BATCHES = st.fixed_dictionaries({"rows": st.lists(ROWS | VALUES, max_size=5)})

HOSTILE = {
    "nothing": b"",
    "spaces": b" \n ",
    "no JSON": b"carrier=UA",
    "half an object": b'{"carrier": "UA"',
    "two values": b"{} {}",
    "an array": b"[]",
    "null": b"null",
    "deep arrays": b"[" * 1_000_000,
    "deep objects": b'{"a":' * 1_000_000,
    "a deep value": b'{"carrier":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a duplicate key": b'{"carrier": "UA", "carrier": "DL", "distance": 1, "dep_hour": 1}',
    "NaN": b'{"carrier": "UA", "distance": NaN, "dep_hour": 1}',
    "infinity": b'{"carrier": "UA", "distance": -Infinity, "dep_hour": 1}',
    "a huge exponent": b'{"carrier": "UA", "distance": 1e999999, "dep_hour": 1}',
    "a huge integer": b'{"carrier": "UA", "distance": ' + b"9" * 1_000_000 + b', "dep_hour": 1}',
    "no UTF-8": b'{"carrier": "\xff\xfe", "distance": 1, "dep_hour": 1}',
    "UTF-16": json.dumps(bundles.ROW).encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf" + json.dumps(bundles.ROW).encode(),
    "half a surrogate pair": b'{"carrier": "\\ud800", "distance": 1, "dep_hour": 1}',
    "half a pair as a key": b'{"\\udfff": 1}',
    "a zero byte": b'{"carrier": "U\x00A", "distance": 1, "dep_hour": 1}',
    "a long key": b'{"' + b"k" * 1_000_000 + b'": 1}',
    "many keys": json.dumps(dict.fromkeys(map(str, range(100_000)))).encode(),
    "ten megabytes": b'{"carrier": "' + b"x" * 10_000_000 + b'"}',
}


def check(response: httpx.Response) -> None:
    """Assert that *response* is an answer or a refusal that tells what is wrong."""
    content = decode_json(response.content)  # what clients can read: no NaN, whole characters
    if response.status_code == 200:
        return
    assert response.status_code in {413, 422}
    assert "application/problem+json" == response.headers["content-type"]
    assert response.status_code == content["status"]
    assert 1 <= len(content["errors"]) <= 100
    for error in content["errors"]:
        assert {"field", "code", "message"} == set(error)
        assert all(error.values())
    assert len(response.content) < 50_000


@pytest.mark.parametrize("path", ["/predict", "/predict/batch"])
@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_body_is_refused(client: AppClient, path: str, body: bytes) -> None:
    response = client.post(path, content=body)

    assert response.status_code in {413, 422}
    check(response)


@pytest.mark.parametrize("rows", [1, 5_000])
def test_a_hostile_row_of_a_batch_is_refused(client: AppClient, rows: int) -> None:
    response = client.post("/predict/batch", json={"rows": [{"x": 1}] * rows})

    assert 422 == response.status_code
    check(response)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(value=ROWS | VALUES)
def test_any_json_is_answered_or_refused(client: AppClient, value: Any) -> None:
    check(client.post("/predict", content=json.dumps(value).encode()))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(value=BATCHES | VALUES)
def test_any_json_as_a_batch_is_answered_or_refused(client: AppClient, value: Any) -> None:
    check(client.post("/predict/batch", content=json.dumps(value).encode()))


@settings(max_examples=150, deadline=None)
@given(body=st.binary(max_size=200))
def test_any_bytes_are_answered_or_refused(client: AppClient, body: bytes) -> None:
    check(client.post("/predict", content=body))


@settings(max_examples=150, deadline=None)
@given(row=ROWS)
def test_a_row_alone_and_in_a_batch_has_the_same_fate(client: AppClient, row: Any) -> None:
    try:
        json.dumps(row, allow_nan=False)
    except ValueError:
        reject()  # no JSON, so what is told is where in the text, not in which row
    alone = client.post("/predict", content=json.dumps(row).encode())
    together = client.post("/predict/batch", content=json.dumps({"rows": [row]}).encode())

    assert alone.status_code == together.status_code
    if alone.status_code == 200:
        (prediction,) = together.json()["predictions"]
        assert alone.json()["probability"] == prediction["probability"]
    elif "invalid_json" not in alone.text:
        expected = [f"rows.0.{error['field']}" for error in alone.json()["errors"]]
        assert expected == [error["field"] for error in together.json()["errors"]]


@settings(max_examples=100, deadline=None)
@given(
    content_type=st.text(st.characters(codec="latin-1", exclude_categories=["Cc"])),
    length=st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=6000),
)
def test_any_headers_are_answered_or_refused(
    client: AppClient, content_type: str, length: str
) -> None:
    headers = [
        (b"content-type", content_type.encode("latin-1")),
        (b"content-length", length.encode("latin-1")),
    ]
    response = client.post("/predict", content=b"{}", headers=headers)

    assert response.status_code in {413, 415, 422}
