"""The inputs of a model where nobody declares them, but there is a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import saltus_runtime
from pyspark.ml import Pipeline
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.feature import StringIndexer, VectorAssembler
from saltus_training.export import export
from saltus_training.frame_inputs import convert_for_frame
from saltus_training.sql import Session

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import SparkSession
    from saltus_training.conversion import Conversion

FIELDS = {"late": "string", "carrier": "string", "x": "double"}


def converted(saved: Any, struct: Any, features: list[str], invalid: str = "error") -> Conversion:
    model = saved.pipeline(
        saved.string_indexer(["late", "carrier"], ["label", "i"], [["n", "y"], ["AA"]], invalid),
        saved.assembler(features, "features"),
        saved.logistic_regression([[1.0] * len(features)], [0.0]),
    )
    return convert_for_frame(model, struct(**FIELDS), Session())


def rules(conversion: Conversion) -> set[str]:
    return {finding.rule for finding in conversion.findings}


def test_a_label_is_no_input_and_that_is_said(saved: Any, struct: Any) -> None:
    conversion = converted(saved, struct, ["i", "x"])
    assert ["carrier", "x"] == [field.name for field in conversion.schema.inputs]
    (finding,) = [each for each in conversion.findings if each.rule == "target-left-out"]
    assert "`late`" in finding.reason
    assert "target-declared" not in rules(conversion)


@pytest.mark.parametrize(
    ("features", "invalid"),
    [(["label", "i", "x"], "error"), (["i", "x"], "skip")],
    ids=["it is a feature, too", "Spark filters by it"],
)
def test_a_label_that_scoring_needs_stays(
    saved: Any, struct: Any, features: list[str], invalid: str
) -> None:
    conversion = converted(saved, struct, features, invalid)
    assert {"late", "carrier", "x"} == {field.name for field in conversion.schema.inputs}
    assert "target-left-out" not in rules(conversion)


@pytest.mark.spark
def test_a_bundle_from_training_data_asks_for_no_label(spark: SparkSession, tmp_path: Path) -> None:
    rows = [("n", 1.0), ("n", 2.0), ("y", 3.0), ("y", 5.0)]
    frame = spark.createDataFrame(rows, "late string, x double")
    stages = [
        StringIndexer(inputCol="late", outputCol="label"),
        VectorAssembler(inputCols=["x"], outputCol="features"),
        LogisticRegression(regParam=0.1),
    ]
    result = export(Pipeline(stages=stages).fit(frame), frame, tmp_path / "model.zip")
    assert "golden" == result.verification
    assert "target-left-out" in {finding.rule for finding in result.findings}
    scorer = saltus_runtime.load(result.path).scorer(["prediction"])
    assert {"prediction": 1.0} == scorer.score({"x": 5.0})
