"""Models as people make them with a running Spark: formulas, copies, stages of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import saltus_runtime
from saltus_training.doctor import diagnose
from saltus_training.export import export

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import DataFrame, SparkSession

pytestmark = pytest.mark.spark


@pytest.fixture(name="frame")
def _frame(spark: SparkSession) -> DataFrame:
    rows = [
        (("oslo", "rome", "bern")[i % 3], i * 7 % 11 / 2, i % 4, "yes" if i % 5 > 1 else "no")
        for i in range(60)
    ]
    return spark.createDataFrame(rows, "city string, x double, n int, late string").coalesce(1)


def test_a_formula_is_exported_with_proof_and_without_its_label(
    frame: DataFrame, tmp_path: Path
) -> None:
    from pyspark.ml import Pipeline  # noqa: PLC0415 - no Spark without need
    from pyspark.ml.classification import LogisticRegression  # noqa: PLC0415
    from pyspark.ml.feature import RFormula  # noqa: PLC0415

    stages = [RFormula(formula="late ~ city*x + n", handleInvalid="keep"), LogisticRegression()]
    model = Pipeline(stages=stages).fit(frame)
    result = export(model, frame.drop("late"), tmp_path / "model.zip")
    assert "golden" == result.verification
    bundle = saltus_runtime.load(result.path)
    assert ["city", "x", "n"] == [column.name for column in bundle.inputs]


def test_what_a_copy_was_told_counts(frame: DataFrame, tmp_path: Path) -> None:
    from pyspark.ml import Pipeline  # noqa: PLC0415
    from pyspark.ml.feature import Binarizer, Bucketizer  # noqa: PLC0415

    binarizer = Binarizer(inputCol="x", outputCol="big", threshold=1.0)
    edges = [float("-inf"), 1.0, float("inf")]
    fitted = Pipeline(
        stages=[binarizer, Bucketizer(inputCol="x", outputCol="bucket", splits=edges)]
    ).fit(frame)
    copied = fitted.copy({binarizer.threshold: 3.0})
    copied.stages[1].setSplits([0.0, 2.0, 9.0]).setHandleInvalid("skip")
    result = export(copied, frame, tmp_path / "model.zip")
    assert "golden" == result.verification


def test_a_stage_of_ones_own_is_refused_by_name(frame: DataFrame, tmp_path: Path) -> None:
    """Spark's Python saves such a pipeline, not its JVM."""
    from pyspark.ml import Pipeline, Transformer  # noqa: PLC0415
    from pyspark.ml.feature import Binarizer  # noqa: PLC0415
    from pyspark.ml.util import DefaultParamsWritable  # noqa: PLC0415

    class Doubler(Transformer, DefaultParamsWritable):
        def _transform(self, dataset: DataFrame) -> DataFrame:
            return dataset.withColumn("twice", dataset["x"] * 2)

    stages = [Doubler(), Binarizer(inputCol="twice", outputCol="big")]
    Pipeline(stages=stages).fit(frame).write().save((tmp_path / "saved").as_uri())
    findings = diagnose(tmp_path / "saved", {"type": "struct", "fields": []}).findings
    (finding,) = [found for found in findings if found.rule == "unsupported-stage"]
    assert "Doubler" in finding.stage
    assert "Doubler, which is not Spark's own" in finding.reason
    assert "compute it before the pipeline" in finding.fix
