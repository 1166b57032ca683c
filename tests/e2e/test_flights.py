"""From real flights to answers over HTTP, through a live Spark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from saltus_serving import Settings, create_app
from saltus_testing.client import AppClient
from saltus_testing.golden import assert_equal, replay_over_http

if TYPE_CHECKING:
    from saltus_training.run import PipelineResult

pytestmark = [pytest.mark.spark, pytest.mark.timeout(900)]


@pytest.mark.parametrize("pipeline", ["logistic_regression", "random_forest"])
def test_http_gives_what_spark_gave(
    flights_run: tuple[dict[str, PipelineResult], str], pipeline: str
) -> None:
    result = flights_run[0][pipeline]
    with AppClient(create_app(Settings(bundle=result.bundle))) as client:
        outcomes = replay_over_http(result.bundle, client)
        answers = [client.post("/predict", json=held.input).json() for held in result.held_out]
        described = client.get("/model").json()

    assert outcomes["equal"] >= 50
    assert 100 == len(answers)
    for held, answer in zip(result.held_out, answers, strict=True):
        assert_equal(held.output, held.input, answer)
    assert described["verification"]["status"] == "golden"
