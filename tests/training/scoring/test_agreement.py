"""The same 10,000 flights in a file, in a stream, over HTTP and through Spark's own transform."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest
from pyspark.sql import functions as F
from saltus_serving import create_app
from saltus_serving.batch.job import BatchOptions, OnError, score_files, side_file
from saltus_serving.loading import load_model
from saltus_serving.settings import Settings
from saltus_testing.client import AppClient
from saltus_testing.closeness import close, largest
from saltus_testing.scored import admitted_rows, scores_by_id
from saltus_training import export
from saltus_training.inputs import select_inputs
from saltus_training.recipes import get_recipe
from saltus_training.scoring import ScoringModel
from saltus_training.scoring.batch import BatchJob, score_batch
from saltus_training.scoring.stream import StreamJob, score_stream

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import SparkSession

    Scores = dict[int, dict[str, Any]]

pytestmark = pytest.mark.spark

ROWS = 10_000
# Rows in a body over HTTP.
CHUNK = 1000


def test_batch_stream_http_and_spark_agree_on_ten_thousand_rows(
    spark: SparkSession, tmp_path: Path
) -> None:
    recipe = get_recipe("flights_late")
    flights = recipe.load(spark, 0.04).limit(ROWS).withColumn("id", F.monotonically_increasing_id())
    flights.write.parquet(str(tmp_path / "labelled"))
    labelled = spark.read.parquet(str(tmp_path / "labelled"))
    model = recipe.pipelines["logistic_regression"]().fit(labelled)
    bundle = tmp_path / "late.zip"
    export(model, select_inputs(labelled, recipe.schema), bundle, schema=recipe.schema)
    rows = select_inputs(labelled, recipe.schema, "id")
    source = tmp_path / "in.parquet"
    rows.repartition(3).write.parquet(str(source))

    loaded, job = ScoringModel.load(bundle), BatchJob()
    score_batch(spark, loaded, str(source), str(tmp_path / "batch"), job)
    stream = StreamJob(job, once=True, most=2)
    score_stream(spark, lambda: loaded, str(source), str(tmp_path / "stream"), stream)
    by_batch, by_stream = (_read(spark, tmp_path / name) for name in ("batch", "stream"))
    inputs = {row.pop("id"): row for row in (row.asDict() for row in rows.collect())}
    by_http = _over_http(bundle, inputs)

    assert ROWS == len(by_batch)
    assert by_batch == by_stream
    assert by_batch == by_http
    transformed = model.transform(rows).select("id", "prediction", "probability").collect()
    for row in transformed:
        ours = by_batch[row["id"]]
        assert row["prediction"] == ours["prediction"]
        expected = [float(share) for share in row["probability"]]
        scale = largest([*inputs[row["id"]].values(), row["prediction"], *expected])
        assert close(expected, ours["probability"], scale), (row, ours)
    assert len(transformed) == ROWS


def _read(spark: SparkSession, folder: Path) -> Scores:
    return scores_by_id([row.asDict() for row in spark.read.parquet(str(folder)).collect()])


def _over_http(bundle: Path, inputs: dict[int, dict[str, Any]]) -> Scores:
    keys, found = list(inputs), {}
    with AppClient(create_app(Settings(bundle=bundle))) as client:
        for start in range(0, len(keys), CHUNK):
            chunk = keys[start : start + CHUNK]
            body = {"rows": [inputs[key] for key in chunk]}
            response = client.post("/predict/batch", json=body)
            assert 200 == response.status_code, response.text
            for key, answer in zip(chunk, response.json()["predictions"], strict=True):
                shares = list(answer["probability"].values())
                found[key] = {"prediction": answer["prediction"], "probability": shares}
    return found


CELLS = [
    *("", '""', "NA", " n/a ", "NaN", "none", "?", "null", "12", " 12 ", "1.2e1", "12.0", "-0"),
    *("+12", "012", "12.", ".5", "1_2", "inf", "0x1", "1,2", "true", "TRUE", "[12]", '"12"', "é"),
]


def test_a_cell_of_csv_means_the_same_with_spark_and_without(
    spark: SparkSession, sample_bundle: Path, tmp_path: Path
) -> None:
    model = ScoringModel.load(sample_bundle)
    (typical,) = admitted_rows(model.bundle, 1)
    rows = [
        {**typical, name: cell, "id": f"{name} {at}"}
        for name in ("dep_hour", "temp", "carrier", "manufacturer")
        for at, cell in enumerate(CELLS)
    ]
    source = tmp_path / "in.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(typical))
        writer.writeheader()
        writer.writerows(rows)

    job, target = BatchJob("side", target_format="json"), tmp_path / "spark.json"
    score_batch(spark, model, str(source), str(target), job)
    options = BatchOptions(OnError.SIDE)
    alone = tmp_path / "alone.jsonl"
    summary = score_files(load_model(sample_bundle), source, alone, options)

    by_spark = scores_by_id([row.asDict() for row in spark.read.json(str(target)).collect()])
    by_itself = scores_by_id(list(map(json.loads, alone.read_text("utf-8").splitlines())))
    assert by_spark == by_itself
    refused = spark.read.json(f"{target}.errors").collect()
    aside = side_file(alone).read_text("utf-8").splitlines()
    assert {row["id"]: wanted(row["error_reason"]) for row in refused} == {
        row["values"]["id"]: wanted(row["reason"]) for row in map(json.loads, aside)
    }
    assert (len(rows), len(refused)) == (summary.scored + summary.bad, summary.bad)
    assert 20 < summary.bad < len(rows) - 20


def wanted(reason: str) -> str:
    """What the reason says but for the value, which each shows in its way."""
    return reason.partition(", got ")[0]
