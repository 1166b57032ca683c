"""A whole run on real flights: from the data to bundles that answer as Spark did."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import saltus_runtime as sr
from saltus_training.held_out import write_held_out
from saltus_training.recipes import get_recipe
from saltus_training.recipes.errors import UnknownNameError
from saltus_training.run import OutputError, PipelineResult, RunOptions, prepare

if TYPE_CHECKING:
    from pathlib import Path


PIPELINES = ["logistic_regression", "random_forest"]
HELD_OUT = 100
STEPS = ("fit", "evaluate", "export", "report on")


@pytest.fixture(name="results")
def _results(
    flights_run: tuple[dict[str, PipelineResult], str],
) -> dict[str, PipelineResult]:
    return flights_run[0]


@pytest.mark.spark
@pytest.mark.parametrize("pipeline", PIPELINES)
def test_it_is_better_than_chance_on_later_flights(
    results: dict[str, PipelineResult], pipeline: str
) -> None:
    figures = results[pipeline].evaluation.to_dict()

    assert 0.65 < figures["area_under_roc"] < 0.9
    assert figures["base_rate"] + 0.1 < figures["area_under_pr"]
    assert figures["base_rate"] < figures["precision"]


@pytest.mark.spark
@pytest.mark.parametrize("pipeline", PIPELINES)
def test_the_bundle_answers_held_out_flights_as_spark_did(
    results: dict[str, PipelineResult], pipeline: str
) -> None:
    result = results[pipeline]
    scorer = sr.load(result.bundle).scorer(outputs=["prediction", "probability"])

    answers = scorer.score_many([row.input for row in result.held_out])

    assert HELD_OUT == len(answers)
    for row, answer in zip(result.held_out, answers, strict=True):
        assert answer is not None
        assert row.output["prediction"] == answer["prediction"]
        assert row.output["probability"] == pytest.approx(answer["probability"], rel=1e-12)


@pytest.mark.spark
@pytest.mark.parametrize("pipeline", PIPELINES)
def test_no_held_out_flight_is_a_golden_row(
    results: dict[str, PipelineResult], pipeline: str
) -> None:
    result = results[pipeline]
    golden = note(result.bundle, "golden_rows.json")["rows"]
    typical = [row["input"] for row in golden if row["kind"] == "typical"]

    assert typical
    assert not [row for row in result.held_out if row.input in typical]


@pytest.mark.spark
def test_the_model_card_has_the_figures(results: dict[str, PipelineResult]) -> None:
    result = results["random_forest"]

    card = note(result.bundle, "model_card.json")

    assert result.evaluation.to_dict() == card["metrics"]
    assert ("flights-late", "binary_classification") == (card["name"], card["task"])
    assert ("flights_late", "random_forest") == (
        card["params"]["recipe"],
        card["params"]["pipeline"],
    )
    assert 2013 == card["params"]["seed"]


@pytest.mark.spark
@pytest.mark.parametrize("pipeline", PIPELINES)
def test_a_report_lies_beside_the_bundle(results: dict[str, PipelineResult], pipeline: str) -> None:
    result = results[pipeline]
    text = result.report.read_text(encoding="utf-8")

    assert f"flights_late-{pipeline}.report.html" == result.report.name
    assert result.bundle.parent == result.report.parent
    assert "Not in this bundle" not in text
    assert "Known: area under ROC 0.764" in text
    for part in ("roc", "precision_recall", "calibration", "confusion", "thresholds", "importance"):
        assert f'<h2 id="{part}">' in text


@pytest.mark.spark
def test_every_step_is_shown(flights_run: tuple[dict[str, PipelineResult], str]) -> None:
    results, log = flights_run
    starts = [line[:-4] for line in log.splitlines() if line.endswith(" ...")]

    steps = [f"{step} {pipeline}" for pipeline in results for step in STEPS]
    assert ["load 2% of flights_late", "check and split", *steps] == starts
    assert "wind_gust" in log


@pytest.mark.spark
def test_held_out_flights_are_written_as_json(
    results: dict[str, PipelineResult], tmp_path: Path
) -> None:
    held_out = results["random_forest"].held_out
    path = tmp_path / "flights.json"

    write_held_out(held_out, path)

    assert [row.to_dict() for row in held_out] == json.loads(path.read_text())
    assert [path] == list(tmp_path.iterdir())


def test_a_pipeline_that_is_not_there_is_named(tmp_path: Path) -> None:
    options = RunOptions(output=tmp_path, pipelines=["random_forest", "oracle"])

    with pytest.raises(UnknownNameError, match="there is `logistic_regression`, `random_forest`"):
        prepare(get_recipe("flights_late"), options)


def test_an_output_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(OutputError) as caught:
        prepare(get_recipe("flights_late"), RunOptions(output=tmp_path / "file/bundles"))

    assert tmp_path / "file/bundles" == caught.value.folder


def note(bundle: Path, name: str) -> dict[str, Any]:
    content = sr.load(bundle).note(name)
    assert content is not None
    return json.loads(content)
