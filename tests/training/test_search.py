"""Parameters are chosen by cross-validation, several models at a time, for all to see."""

from __future__ import annotations

import io
import threading
from typing import TYPE_CHECKING

import pytest
from pyspark.ml import Pipeline
from pyspark.ml.evaluation import RegressionEvaluator
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.regression import LinearRegression
from rich.console import Console
from saltus_training.progress import Steps
from saltus_training.recipes.recipe import Search
from saltus_training.sampling import with_row_key
from saltus_training.search import find_best

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

pytestmark = pytest.mark.spark


def pipeline() -> Pipeline:
    features = VectorAssembler(inputCols=["x"], outputCol="features")
    return Pipeline(stages=[features, LinearRegression(labelCol="y")])


@pytest.fixture(name="line", scope="module")
def _line(spark: SparkSession) -> DataFrame:
    rows = [(float(x), 2.0 * x + x % 3) for x in range(60)]
    return with_row_key(spark.createDataFrame(rows, ["x", "y"]), ["x"])


def test_the_best_is_found_and_each_is_shown(line: DataFrame) -> None:
    said = io.StringIO()
    search = Search(
        grids={"line": [{"regParam": 50.0}, {"regParam": 0.0}]},
        figure="RMSE",
        score=RegressionEvaluator(labelCol="y").evaluate,
        larger_is_better=False,
        folds=2,
    )

    found = find_best(search, "line", pipeline, line, {}, Steps(Console(file=said)))

    assert {"regParam": 0.0} == found.best.settings
    assert [50.0, 0.0] == [each.settings["regParam"] for each in found.candidates]
    first, second = said.getvalue().splitlines()
    assert first.startswith("  1 of 2: RMSE ")
    assert second == f"  2 of 2: RMSE {found.best.score:.4f} with regParam=0.0"


def test_several_models_are_fitted_at_a_time(line: DataFrame) -> None:
    """Each waits for the other before it is judged."""
    both = threading.Barrier(2, timeout=120)

    def score(scored: DataFrame) -> float:
        both.wait()
        return float(scored.count())

    search = Search(grids={"line": [{}]}, figure="rows", score=score, folds=2, parallelism=2)

    found = find_best(search, "line", pipeline, line, {}, Steps(Console(file=io.StringIO())))

    assert 30 == found.best.score
