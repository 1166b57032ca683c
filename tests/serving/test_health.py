"""Probes tell a process that answers from one that may get traffic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_testing import flights as bundles

if TYPE_CHECKING:
    from client import AppClient
    from conftest import MakeClient


def test_a_started_service_is_live_and_ready(client: AppClient) -> None:
    assert {"status": "live"} == client.get("/health/live").json()
    assert {"status": "ready"} == client.get("/health/ready").json()


def test_without_a_model_the_service_is_live_and_not_ready(make_client: MakeClient) -> None:
    with make_client(bundles.flights()) as client:
        client.app.state.hosting.show({})

        assert 200 == client.get("/health/live").status_code
        assert 503 == client.get("/health/ready").status_code
