"""What pyspark says its classes can do, against what the recorded models show.

Each value of handleInvalid has a null, a NaN and something unseen; each class meets the odd values
that its columns can hold; each parameter that changes scoring has two values.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from saltus_testing.recorded import find_recorded
from saltus_testing.recorded_stages import UNKNOWN, UNSEEN, RecordedStage, find_stages
from saltus_testing.spark_classes import params, policies, public_transformers
from saltus_training.converters import CONVERTERS

if TYPE_CHECKING:
    from pathlib import Path

Stages = dict[str, list[RecordedStage]]

# Pipelines and searches are what their stages are; the others have no converter.
HOLDERS = {
    "pipeline.PipelineModel",
    "tuning.CrossValidatorModel",
    "tuning.TrainValidationSplitModel",
}
CONVERTED = {".".join(name.split(".")[-2:]) for name in CONVERTERS}
CLASSES = {
    name: cls
    for name, cls in sorted(public_transformers().items())
    if name in CONVERTED and name not in HOLDERS
}
POLICIES = [(name, value) for name, cls in CLASSES.items() for value in sorted(policies(cls))]

# A class that reads strings or lists of them meets no NaN.
TEXTS = {
    "feature.CountVectorizerModel",
    "feature.HashingTF",
    "feature.NGram",
    "feature.RegexTokenizer",
    "feature.StopWordsRemover",
    "feature.Tokenizer",
    "feature.Word2VecModel",
}
# Names of columns, which recorded models vary anyway, and what training alone reads.
COLUMNS = {"featuresCol", "inputCol", "inputCols", "labelCol", "outputCol", "outputCols"}
TRAINING = {
    *("aggregationDepth", "blockSize", "bootstrap", "cacheNodeIds", "censorCol"),
    *("checkpointInterval", "classifier", "epsilon", "fdr", "featureSubsetStrategy", "fpr", "fwe"),
    *("impurity", "initMode", "initStd", "initSteps", "initialWeights", "keepLastCheckpoint"),
    *("learningDecay", "learningOffset", "lossType", "lower", "lowerBoundsOnIntercepts"),
    *("maxBins", "maxBlockSizeInMB", "maxDF", "maxDepth", "maxIter", "maxMemoryInMB"),
    *("maxSentenceLength", "miniBatchFraction", "minCount", "minDF", "minDivisibleClusterSize"),
    *("minInfoGain", "minInstancesPerNode", "minWeightFractionPerNode", "numPartitions"),
    *("numTrees", "optimizeDocConcentration", "optimizer", "regParam", "relativeError", "seed"),
    *("solver", "standardization", "stepSize", "subsamplingRate", "tol", "upper"),
    *("upperBoundsOnCoefficients", "validationIndicatorCol", "validationTol", "weightCol"),
    "windowSize",
}


@pytest.fixture(name="stages", scope="module")
def _stages(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Stages:
    """The recorded stages by class."""
    recorded = find_recorded(root / "tests/parity/recorded")
    found: Stages = defaultdict(list)
    for stage in find_stages(recorded, tmp_path_factory.mktemp("recorded")):
        found[stage.name].append(stage)
    return found


def kinds(stages: list[RecordedStage]) -> set[str]:
    return {kind for stage in stages for kind in stage.kinds()}


def test_pyspark_describes_the_values_of_handle_invalid() -> None:
    """Its validators are on the JVM's side."""
    described = {name for name, _ in POLICIES}
    assert described == {name for name, cls in CLASSES.items() if "handleInvalid" in params(cls)}
    assert {"error", "keep", "skip", "optimistic"} == {value for _, value in POLICIES}


@pytest.mark.parametrize(("name", "value"), POLICIES)
def test_each_value_of_handle_invalid_is_recorded(stages: Stages, name: str, value: str) -> None:
    recorded = [stage for stage in stages[name] if stage.param("handleInvalid") == value]
    needed = {"null", "NaN", UNKNOWN} if name in UNSEEN else {"null", "NaN"}
    assert set() == needed - kinds(recorded)


@pytest.mark.parametrize("name", CLASSES)
def test_each_class_meets_the_odd_values_of_its_columns(stages: Stages, name: str) -> None:
    met = kinds(stages[name])
    needed = {"null"} if name in TEXTS else {"null", "NaN"}
    if met & {"dense", "sparse"}:
        needed |= {"dense", "sparse"}
    assert set() == needed - met


@pytest.mark.parametrize("name", CLASSES)
def test_each_parameter_that_changes_scoring_is_recorded_with_two_values(
    stages: Stages, name: str
) -> None:
    scoring = params(CLASSES[name]).keys() - COLUMNS - TRAINING
    values = {param: {repr(stage.param(param)) for stage in stages[name]} for param in scoring}
    assert [] == sorted(param for param, seen in values.items() if len(seen) < 2)


def test_the_tables_above_name_what_exists() -> None:
    known = {param for cls in CLASSES.values() for param in params(cls)}
    assert set() == (TRAINING | COLUMNS) - known
    assert set() == (TEXTS | UNSEEN.keys()) - CLASSES.keys()
