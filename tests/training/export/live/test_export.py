"""From a fitted model to a verified bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from saltus_schema import FeatureSchema, Field
from saltus_testing.lateness import ROWS, SCHEMA, note
from saltus_training.errors import ExportError
from saltus_training.export import export

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pyspark.ml import PipelineModel
    from pyspark.sql import DataFrame
    from saltus_training.export_result import ExportResult

pytestmark = pytest.mark.spark


def test_a_logistic_regression_is_exported_with_proof(
    fit: Callable[..., PipelineModel], frame: DataFrame, tmp_path: Path
) -> None:
    from pyspark.ml.classification import LogisticRegression  # noqa: PLC0415
    from pyspark.ml.feature import StandardScaler  # noqa: PLC0415

    model = fit(
        StandardScaler(inputCol="raw", outputCol="features", withMean=True),
        LogisticRegression(regParam=0.01, maxIter=4),
    )
    target = tmp_path / "late.zip"
    result = export(model, frame, target, schema=SCHEMA, card={"version": "3"}, rows=20)

    assert ("golden", True) == (result.verification, result.portable)
    assert result.golden_rows["typical"] <= 20
    golden = note(target, "golden_rows")
    tolerant = {name for name, rule in golden["columns"].items() if rule == "tolerance"}
    assert tolerant == {"rawPrediction", "probability"}
    assert {"typical", "null", "unseen", "extreme", "boundary"} == set(result.golden_rows)
    outputs = {output["name"]: output for output in note(target, "feature_schema")["outputs"]}
    assert ["no", "yes"] == outputs["probability"]["labels"]
    card = note(target, "model_card")
    assert ("3", ROWS, "binary_classification") == (
        card["version"],
        card["training_rows"],
        card["task"],
    )
    assert {"java_version", "locale", "spark_version", "data_fingerprint"} <= set(card)
    assert [target] == list(tmp_path.iterdir())


def test_the_baseline_describes_the_frame(exported: ExportResult) -> None:
    baseline = note(exported.path, "baseline")
    features = baseline["features"]
    carriers = [None if number % 11 == 0 else number % 3 for number in range(ROWS)]
    assert ROWS == baseline["rows"]
    assert {
        "null_rate": carriers.count(None) / ROWS,
        "counts": {"AA": carriers.count(0), "UA": carriers.count(1)},
        "other": carriers.count(2),
    } == features["carrier"]
    assert (0, 23) == (features["hour"]["quantiles"]["0"], features["hour"]["quantiles"]["1"])
    assert 0.0 == features["distance"]["nan_rate"]
    assert {"true", "false"} == set(features["weekend"]["counts"])


def test_the_order_of_the_rows_changes_neither_fingerprint_nor_golden_rows(
    forest: PipelineModel, exported: ExportResult, frame: DataFrame, tmp_path: Path
) -> None:
    second = tmp_path / "second.zip"
    turned = frame.orderBy("distance", "hour").repartition(3, "hour")
    export(forest, turned, second, schema=SCHEMA)
    cards = [note(path, "model_card") for path in (exported.path, second)]
    assert cards[0]["data_fingerprint"] == cards[1]["data_fingerprint"]
    assert note(exported.path, "golden_rows") == note(second, "golden_rows")


def test_a_stage_that_cannot_be_exported_leaves_the_old_bundle(
    fit: Callable[..., PipelineModel], frame: DataFrame, tmp_path: Path
) -> None:
    from pyspark.ml.feature import SQLTransformer  # noqa: PLC0415

    target = tmp_path / "late.zip"
    target.write_bytes(b"old")
    model = fit(SQLTransformer(statement="SELECT *, rand() AS d FROM __THIS__"))
    with pytest.raises(ExportError, match="another value each time"):
        export(model, frame, target, schema=SCHEMA)
    assert b"old" == target.read_bytes()
    assert [target] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": "hours", "type": "int"}, "no column `hours`"),
        ({"name": "hour", "type": "long"}, "`hour` is int, but the schema declares long"),
    ],
)
def test_a_frame_that_is_not_the_schemas_is_refused(
    forest: PipelineModel, frame: DataFrame, tmp_path: Path, change: dict[str, str], reason: str
) -> None:
    schema = FeatureSchema(name="late", inputs=(*SCHEMA.inputs[2:], Field(**change)))
    with pytest.raises(ExportError, match=reason):
        export(forest, frame, tmp_path / "late.zip", schema=schema)


def test_an_empty_frame_is_refused(forest: PipelineModel, frame: DataFrame, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no rows to choose golden rows from"):
        export(forest, frame.limit(0), tmp_path / "late.zip", schema=SCHEMA)
    assert [] == list(tmp_path.iterdir())


def test_mleaps_own_writer_says_which_jars_it_misses(
    forest: PipelineModel, frame: DataFrame, tmp_path: Path
) -> None:
    with pytest.raises(ExportError, match="MLeap's jars are missing; start Spark with the mleap"):
        export(forest, frame, tmp_path / "late.zip", schema=SCHEMA, writer="mleap")
    assert [] == list(tmp_path.iterdir())
