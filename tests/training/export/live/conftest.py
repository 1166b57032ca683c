"""Models of late flights, fitted with a Spark that is running."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from saltus_testing.lateness import SCHEMA, STRUCT, rows
from saltus_training.export import export

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyspark.ml import PipelineModel
    from pyspark.sql import DataFrame, SparkSession
    from saltus_training.export_result import ExportResult


@pytest.fixture(scope="module")
def frame(spark: SparkSession) -> Iterator[DataFrame]:
    """Rows with nulls in each nullable column."""
    made = spark.createDataFrame(rows(), STRUCT).coalesce(1).cache()
    yield made
    made.unpersist()


@pytest.fixture(scope="module")
def fit(frame: DataFrame) -> Callable[..., PipelineModel]:
    """Fits the preparation that all pipelines share, and the stages given after it."""
    from pyspark.ml import Pipeline  # noqa: PLC0415 - no Spark without need
    from pyspark.ml.feature import (  # noqa: PLC0415
        Imputer,
        OneHotEncoder,
        StringIndexer,
        VectorAssembler,
    )

    def run(*stages: Any) -> PipelineModel:
        preparation = [
            StringIndexer(inputCol="late", outputCol="label", stringOrderType="alphabetAsc"),
            StringIndexer(inputCols=["carrier"], outputCols=["index"], handleInvalid="keep"),
            OneHotEncoder(inputCols=["index"], outputCols=["hot"]),
            Imputer(inputCols=["hour", "wind"], outputCols=["hour_i", "wind_i"]),
            VectorAssembler(
                inputCols=["hot", "hour_i", "wind_i", "distance", "weekend"], outputCol="raw"
            ),
        ]
        return Pipeline(stages=[*preparation, *stages]).fit(frame)

    return run


@pytest.fixture(scope="module")
def forest(fit: Callable[..., PipelineModel]) -> PipelineModel:
    from pyspark.ml.classification import RandomForestClassifier  # noqa: PLC0415

    return fit(RandomForestClassifier(featuresCol="raw", numTrees=3, maxDepth=3, seed=5))


@pytest.fixture(scope="module")
def exported(
    forest: PipelineModel, frame: DataFrame, tmp_path_factory: pytest.TempPathFactory
) -> ExportResult:
    """The forest as a bundle."""
    return export(forest, frame, tmp_path_factory.mktemp("export") / "late.zip", schema=SCHEMA)
