"""The recipes on a share of their data: they learn, and what they write is verified."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import saltus_runtime as sr
from rich.console import Console
from saltus_training.progress import Steps
from saltus_training.recipes import get_recipe
from saltus_training.run import RunOptions, run

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import SparkSession
    from saltus_training.run import PipelineResult

pytestmark = pytest.mark.spark


def train(
    spark: SparkSession, output: Path, name: str, pipeline: str, sample: float
) -> PipelineResult:
    """The search is left to one recipe: it is the same for all of them."""
    recipe = get_recipe(name)
    if name != "customer_segments":
        recipe = replace(recipe, search=None)
    options = RunOptions(output=output, pipelines=[pipeline], sample=sample)
    return run(recipe, spark, options, Steps(Console(file=io.StringIO())))[pipeline]


@pytest.mark.parametrize(
    ("name", "pipeline", "sample", "figure", "drawn"),
    [
        ("ames_prices", "linear_regression", 0.3, "RMSE", ["residuals", "importance"]),
        ("movielens", "effects_als", 0.5, "RMSE", ["residuals"]),
        ("reviews", "logistic_regression", 0.2, "area under ROC", ["roc", "importance"]),
    ],
)
def test_it_beats_learning_nothing_and_is_verified(
    spark: SparkSession,
    tmp_path: Path,
    name: str,
    pipeline: str,
    sample: float,
    figure: str,
    drawn: list[str],
) -> None:
    result = train(spark, tmp_path, name, pipeline, sample)

    measure = next(each for each in result.evaluation.measures() if each.name == figure)
    assert measure.reference is not None
    better = measure.reference - measure.value if figure == "RMSE" else measure.value
    assert (0.05 if figure == "RMSE" else measure.reference + 0.2) < better
    assert "golden" == sr.verify(sr.load(result.bundle)).status
    report = result.report.read_text(encoding="utf-8")
    assert "Not in this bundle" not in report
    assert all(f'<h2 id="{part}">' in report for part in drawn)


def test_training_again_gives_the_same_model(spark: SparkSession, tmp_path: Path) -> None:
    """The search shows the silhouette of each k on the way."""
    first, second = (
        train(spark, tmp_path / part, "customer_segments", "k_means", 0.1)
        for part in ("first", "second")
    )

    assert sr.load(first.bundle).digest == sr.load(second.bundle).digest
    assert {f"silhouette_{k}" for k in range(2, 7)} <= set(first.evaluation.to_dict())
    report = first.report.read_text(encoding="utf-8")
    assert all(f'<h2 id="{part}">' in report for part in ("silhouettes", "sizes", "search"))
    assert "Not in this bundle" not in report
