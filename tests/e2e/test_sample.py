"""The committed sample: a real model of real flights, served without Spark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_serving import Settings, create_app
from saltus_testing.client import AppClient
from saltus_testing.golden import replay_over_http

if TYPE_CHECKING:
    from pathlib import Path


def test_every_golden_row_gives_sparks_answer_over_http(sample_bundle: Path) -> None:
    with AppClient(create_app(Settings(bundle=sample_bundle))) as client:
        outcomes = replay_over_http(sample_bundle, client)

    assert outcomes["equal"] >= 50
    assert outcomes["refused"] >= 1
