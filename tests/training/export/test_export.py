"""From a fitted model to a verified bundle, with a Spark that is running."""

from __future__ import annotations

import json
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import saltus_runtime
from saltus_schema import FeatureSchema, Field
from saltus_training.cli import app
from saltus_training.errors import ExportError
from saltus_training.export import export, export_saved
from saltus_training.golden import scoring
from typer.testing import CliRunner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result
    from pyspark.ml import PipelineModel, Transformer
    from pyspark.sql import DataFrame, SparkSession
    from saltus_training.export_result import ExportResult

pytestmark = pytest.mark.spark

ROWS = 240
SCHEMA = FeatureSchema(
    name="late",
    inputs=(
        Field(
            name="carrier", type="string", nullable=True, categories=["AA", "UA"], on_unseen="keep"
        ),
        Field(name="hour", type="int", nullable=True, minimum=0, maximum=23),
        Field(name="wind", type="float", nullable=True),
        Field(name="distance", type="double"),
        Field(name="weekend", type="boolean"),
    ),
)
STRUCT = "carrier string, hour int, wind float, distance double, weekend boolean, late string"


@pytest.fixture(scope="module")
def frame(spark: SparkSession) -> Iterator[DataFrame]:
    """Rows that follow from their number, with nulls in each nullable column."""
    rows = [
        (
            None if number % 11 == 0 else ("AA", "UA", "DL")[number % 3],
            None if number % 7 == 0 else number * 5 % 24,
            None if number % 5 == 0 else number % 13 / 4,
            number % 17 * 100.5,
            number % 7 > 4,
            "yes" if number * 5 % 24 > 12 else "no",
        )
        for number in range(ROWS)
    ]
    made = spark.createDataFrame(rows, STRUCT).coalesce(1).cache()
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


def note(path: Path, name: str) -> Any:
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read(f"notes/{name}.json"))


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


def test_thresholds_of_a_forest_are_among_the_golden_rows(
    exported: ExportResult,
) -> None:
    assert exported.verification == "golden"
    golden = note(exported.path, "golden_rows")
    assert {"exact"} == set(golden["columns"].values())
    hours = {row["input"]["hour"] for row in golden["rows"] if row["kind"] == "boundary"}
    assert {12, 13} <= hours


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


def test_rows_that_spark_drops_or_refuses_are_recorded_as_such(
    frame: DataFrame, tmp_path: Path
) -> None:
    from pyspark.ml import Pipeline  # noqa: PLC0415
    from pyspark.ml.feature import StringIndexer, VectorAssembler  # noqa: PLC0415

    pipeline = Pipeline(
        stages=[
            StringIndexer(inputCols=["carrier"], outputCols=["index"]),
            VectorAssembler(inputCols=["index", "hour"], outputCol="o", handleInvalid="skip"),
        ]
    )
    target = tmp_path / "strict.zip"
    result = export(pipeline.fit(frame.dropna()), frame.dropna(), target, schema=SCHEMA)
    rows = note(target, "golden_rows")["rows"]
    unseen = [row for row in rows if row["kind"] == "unseen"]
    assert ["org.apache.spark.SparkException: Unseen label: unseen. "] == [
        row["error"].partition("To handle")[0] for row in unseen
    ]
    dropped = [row["input"]["hour"] for row in rows if row.get("output", 0) is None]
    assert dropped == [None]
    assert "unseen-raises" in {finding.rule for finding in result.findings}


def test_a_wrong_forecast_of_errors_does_not_change_the_answers(
    spark: SparkSession, frame: DataFrame
) -> None:
    """Rows that raise are found among the others, and no other row is lost with them."""
    from pyspark.ml.feature import StringIndexer  # noqa: PLC0415

    schema = FeatureSchema(name="made", inputs=(Field(name="carrier", type="string"),))
    model: Transformer = StringIndexer(inputCol="carrier", outputCol="i").fit(frame.dropna())
    scorer = scoring.SparkScorer(spark, model, schema)
    rows = [{"carrier": value} for value in ("UA", "?", "AA", "!", "DL")]
    outcomes = scorer.score(rows, [True, False, False, False, False])
    assert [False, True, False, True, False] == [bool(outcome.error) for outcome in outcomes]
    assert [True, False, True, False, True] == [outcome.output is not None for outcome in outcomes]


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


def test_a_model_saved_here_converts_to_equal_bytes_each_time(
    forest: PipelineModel, frame: DataFrame, tmp_path: Path
) -> None:
    """And its predictions are Spark's."""
    saved = tmp_path / "model"
    forest.write().save(saved.as_uri())
    results = [
        export_saved(saved, tmp_path / f"{number}.zip", schema=SCHEMA) for number in range(2)
    ]
    assert results[0].sha256 == results[1].sha256
    scorer = saltus_runtime.load(results[0].path).scorer(["prediction"])
    rows = [row.asDict() for row in frame.limit(50).collect()]
    spark_says = [row["prediction"] for row in forest.transform(frame.limit(50)).collect()]
    assert spark_says == [row and row["prediction"] for row in scorer.score_many(rows)]


def test_a_frame_alone_says_what_the_inputs_are(
    forest: PipelineModel, frame: DataFrame, tmp_path: Path
) -> None:
    """Also from a saved model, and in protobuf."""
    forest.write().save(str(tmp_path / "saved"))
    target = tmp_path / "late.zip"
    result = export_saved(tmp_path / "saved", target, frame=frame.drop("late"), encoding="protobuf")

    bundle = saltus_runtime.load(target)
    assert ("golden", "protobuf") == (result.verification, bundle.format)
    assert {"carrier", "hour", "wind", "distance", "weekend"} == {c.name for c in bundle.inputs}


def test_mleaps_own_writer_says_which_jars_it_misses(
    forest: PipelineModel, frame: DataFrame, tmp_path: Path
) -> None:
    with pytest.raises(ExportError, match="MLeap's jars are missing; start Spark with the mleap"):
        export(forest, frame, tmp_path / "late.zip", schema=SCHEMA, writer="mleap")
    assert [] == list(tmp_path.iterdir())


def test_mleaps_own_writer_needs_rows(tmp_path: Path, forest: PipelineModel) -> None:
    forest.write().save(str(tmp_path / "saved"))
    with pytest.raises(ExportError, match="needs a running Spark and rows"):
        export_saved(tmp_path / "saved", tmp_path / "late.zip", schema=SCHEMA, writer="mleap")


def test_rows_in_a_file_are_scored_by_a_spark_that_the_command_starts(
    forest: PipelineModel, frame: DataFrame, tmp_path: Path
) -> None:
    """Twice, and to equal bytes; once with the StructType of the frame, label and all."""
    forest.write().save(str(tmp_path / "saved"))
    rows, schema = tmp_path / "rows.jsonl", tmp_path / "schema.json"
    rows.write_text("\n".join(frame.toJSON().collect()), encoding="utf-8")
    schema.write_text(SCHEMA.to_json(), encoding="utf-8")
    targets = [tmp_path / "1.zip", tmp_path / "2.zip"]
    for target in targets:
        result = run_command(tmp_path / "saved", "-o", target, "--schema", schema, "--rows", rows)
        assert 0 == result.exit_code, result.stderr
        assert "\nverified: " in result.stdout
    assert targets[0].read_bytes() == targets[1].read_bytes()
    assert ROWS == note(targets[0], "baseline")["rows"]

    schema.write_text(frame.drop("late").schema.json(), encoding="utf-8")
    result = run_command(
        tmp_path / "saved", "-o", targets[0], "--schema", schema, "--rows", rows, "--json"
    )
    assert "golden" == json.loads(result.stdout)["verification"]


def test_rows_in_parquet_say_themselves_what_the_inputs_are(
    forest: PipelineModel, frame: DataFrame, tmp_path: Path
) -> None:
    forest.write().save(str(tmp_path / "saved"))
    frame.drop("late").write.parquet(str(tmp_path / "rows"))
    result = run_command(tmp_path / "saved", "-o", tmp_path / "m.zip", "--rows", tmp_path / "rows")
    assert 0 == result.exit_code, result.stderr
    assert "verified: " in result.stdout


def test_a_difference_to_spark_names_its_place_and_leaves_nothing_behind(
    fit: Callable[..., PipelineModel],
    frame: DataFrame,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The fault is planted: a coefficient is not the one that Spark scores with."""
    from pyspark.ml.classification import LogisticRegression  # noqa: PLC0415
    from saltus_training.bundle import values  # noqa: PLC0415

    def off(given: Any) -> values.Value:
        return _vector([given[0] + 0.25, *given[1:]])

    _vector = values.vector
    monkeypatch.setattr(values, "vector", off)
    model = fit(LogisticRegression(featuresCol="raw", maxIter=2))
    target = tmp_path / "out/late.zip"
    target.parent.mkdir()
    target.write_bytes(b"old")
    with pytest.raises(ExportError) as caught:
        export(model, frame, target, schema=SCHEMA)
    assert "verification of `05_logistic_regression`" == caught.value.stage
    assert re.fullmatch(
        r"golden row \d+ differs in column `rawPrediction`: Spark gives .+, the runtime .+",
        caught.value.reason,
    )
    assert b"old" == target.read_bytes()
    assert [target] == list(target.parent.iterdir())


def run_command(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["export", *map(str, arguments)])
