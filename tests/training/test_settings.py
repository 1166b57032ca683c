"""Parameters by name, as the command line gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyspark.ml import Pipeline
from pyspark.ml.classification import RandomForestClassifier
from pyspark.ml.feature import Imputer
from saltus_training.recipes.errors import SettingError
from saltus_training.recipes.settings import apply_settings, check_settings, parse_settings

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def make() -> Pipeline:
    return Pipeline(stages=[Imputer(inputCol="a", outputCol="b"), RandomForestClassifier()])


def test_values_are_literals_or_texts() -> None:
    expected = {"maxDepth": 3, "Imputer.strategy": "median", "thresholds": [0.3, 0.7]}

    assert expected == parse_settings(
        ["maxDepth=3", "Imputer.strategy=median", "thresholds=[0.3, 0.7]"]
    )


def test_a_setting_needs_a_key_and_a_value() -> None:
    with pytest.raises(SettingError, match="`--set maxDepth`: write it as `key=value`"):
        parse_settings(["maxDepth"])


@pytest.mark.spark
@pytest.mark.usefixtures("spark")
def test_the_last_stage_and_named_ones_are_set() -> None:
    pipeline = make()

    assert {"maxDepth", "Imputer.strategy"} == apply_settings(
        pipeline, {"maxDepth": 3, "Imputer.strategy": "median", "Bucketizer.splits": []}
    )

    imputer, forest = pipeline.getStages()
    assert isinstance(imputer, Imputer)
    assert isinstance(forest, RandomForestClassifier)
    assert (3, "median") == (forest.getMaxDepth(), imputer.getStrategy())


@pytest.mark.spark
def test_a_parameter_that_no_pipeline_has_is_refused(spark: SparkSession) -> None:
    assert spark is not None
    with pytest.raises(SettingError, match=r"no such parameter; there is .*maxDepth"):
        check_settings([make()], {"depth": 3})


@pytest.mark.spark
def test_a_value_of_the_wrong_type_is_refused(spark: SparkSession) -> None:
    assert spark is not None
    with pytest.raises(SettingError, match="maxDepth"):
        check_settings([make()], {"maxDepth": "deep"})
