"""From real flights to answers over HTTP, through a live Spark."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from rich.console import Console
from saltus_serving import Settings, create_app
from saltus_testing.client import AppClient
from saltus_testing.golden import assert_equal, replay_over_http
from saltus_training.progress import Steps
from saltus_training.recipes import get_recipe
from saltus_training.run import PipelineResult, RunOptions, run

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

HELD_OUT = 200
# Some 3,300 flights.
SAMPLE = 0.01

pytestmark = [pytest.mark.spark, pytest.mark.timeout(900)]


@pytest.fixture(scope="module", name="results")
def _results(
    spark: SparkSession, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, PipelineResult]:
    options = RunOptions(
        output=tmp_path_factory.mktemp("flights"), sample=SAMPLE, held_out=HELD_OUT
    )
    return run(get_recipe("flights_late"), spark, options, Steps(Console(file=io.StringIO())))


def test_both_pipelines_beat_chance_on_later_flights(results: dict[str, PipelineResult]) -> None:
    assert {"logistic_regression", "random_forest"} == set(results)
    for result in results.values():
        metrics = result.evaluation.to_dict()
        assert metrics["area_under_roc"] > 0.6
        assert 0.1 < metrics["base_rate"] < 0.4


@pytest.mark.parametrize("pipeline", ["logistic_regression", "random_forest"])
def test_http_gives_what_spark_gave(results: dict[str, PipelineResult], pipeline: str) -> None:
    result = results[pipeline]
    with AppClient(create_app(Settings(bundle=result.bundle))) as client:
        outcomes = replay_over_http(result.bundle, client)
        answers = [client.post("/predict", json=held.input).json() for held in result.held_out]
        described = client.get("/model").json()

    assert outcomes["equal"] >= 50
    assert HELD_OUT == len(answers)
    for held, answer in zip(result.held_out, answers, strict=True):
        assert_equal(held.output, held.input, answer)
    assert described["verification"]["status"] == "golden"
