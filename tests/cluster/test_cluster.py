"""The commands on a Spark standalone cluster, whose machines have a bare Python."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import saltus_runtime as sr
from saltus_testing.scored import Row, admitted_rows, expected_scores, scores_by_id, write_lines

if TYPE_CHECKING:
    from saltus_testing.cluster import Cluster

pytestmark = pytest.mark.spark


def saltus_train(
    *arguments: object, python: str | Path = "/no/python", program: str = "saltus-train"
) -> subprocess.CompletedProcess[str]:
    """Run the command; executors start *python* unless an archive has another."""
    return subprocess.run(
        [Path(sys.executable).with_name(program), *map(str, arguments)],
        env={
            **os.environ,
            "PYSPARK_PYTHON": str(python),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1",
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_archive_has_no_more_than_executors_need(archive: Path) -> None:
    with tarfile.open(archive) as packed:
        names = {name for _, _, name in (p.partition("site-packages/") for p in packed.getnames())}
    assert {"pyarrow", "saltus_runtime", "saltus_schema"} <= names
    assert set() == {"saltus_training", "saltus_serving", "pyspark", "numpy", "fastapi"} & names


@pytest.mark.parametrize("format_", [pytest.param("json", marks=pytest.mark.slow), "parquet"])
def test_batch_ships_the_runtime_to_machines_that_lack_it(
    cluster: Cluster,
    archive: Path,
    bare_python: Path,
    sample_bundle: Path,
    tmp_path: Path,
    format_: str,
) -> None:
    bundle = sr.load(sample_bundle)
    rows = admitted_rows(bundle, 1000)
    for at in range(0, 1000, 250):
        write(tmp_path / f"in/{at}.{format_}", rows[at : at + 250])
    done = saltus_train(
        *("batch", sample_bundle, tmp_path / "in", tmp_path / "out", "--from-format", format_),
        *("--master", cluster.master, "--archives", archive),
        python=bare_python,
    )

    assert 0 == done.returncode, done.stderr
    found = pq.read_table(tmp_path / "out").to_pylist()
    assert expected_scores(bundle, rows) == scores_by_id(found)


def write(path: Path, rows: list[Row]) -> Path:
    if path.suffix == ".json":
        return write_lines(path, rows)
    path.parent.mkdir(exist_ok=True, parents=True)
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


@pytest.mark.slow
def test_what_executors_lack_is_told_with_the_option_that_brings_it(
    cluster: Cluster, bare_python: Path, sample_bundle: Path, tmp_path: Path
) -> None:
    rows = admitted_rows(sr.load(sample_bundle))
    as_json, as_parquet = (write(tmp_path / f"in.{name}", rows) for name in ("json", "parquet"))
    for python, source in (
        (bare_python, as_json),
        (bare_python, as_parquet),
        (Path("/no/python"), as_json),
    ):
        done = saltus_train(
            *("batch", sample_bundle, source, tmp_path / "out", "--master", cluster.master),
            python=python,
        )
        assert 1 == done.returncode, done.stdout
        assert "--archives" in done.stderr, done.stderr
        assert "Traceback" not in done.stderr
    assert {as_json, as_parquet} == set(tmp_path.iterdir())


@pytest.mark.slow
def test_a_stream_runs_on_the_cluster_unchanged(
    cluster: Cluster, archive: Path, sample_bundle: Path, tmp_path: Path
) -> None:
    bundle = sr.load(sample_bundle)
    rows = admitted_rows(bundle, 100)
    for at in (0, 50):
        write_lines(tmp_path / f"in/{at}.json", rows[at : at + 50])
    done = saltus_train(
        *("stream", sample_bundle, "--from", tmp_path / "in", "--to", tmp_path / "out", "--once"),
        *("--from-format", "json", "--most", "1"),
        *("--master", cluster.master, "--archives", archive),
    )
    assert 0 == done.returncode, done.stderr
    assert "batch 1: 50 rows" in done.stderr
    found = pq.read_table(tmp_path / "out").to_pylist()
    assert expected_scores(bundle, rows) == scores_by_id(found)


@pytest.mark.slow
def test_training_evaluation_and_export_need_no_package_on_executors(
    cluster: Cluster, bare_python: Path, tmp_path: Path
) -> None:
    name = "logistic_regression"
    done = saltus_train(
        *("run", "flights_late", "--pipeline", name, "--sample", "0.01"),
        *("--output", tmp_path, "--master", cluster.master),
        python=bare_python,
    )
    assert 0 == done.returncode, done.stderr
    assert "area under ROC" in done.stdout, done.stdout
    bundle = sr.load(tmp_path / f"flights_late-{name}.zip")
    assert "golden" == sr.verify(bundle).status


@pytest.mark.slow
def test_a_saved_model_is_exported_on_the_cluster_and_executors_speak_the_drivers_language(
    cluster: Cluster, bare_python: Path, sample_bundle: Path, tmp_path: Path
) -> None:
    data = tmp_path / "flights.parquet"
    pq.write_table(pa.Table.from_pylist(admitted_rows(sr.load(sample_bundle))), data)
    saved = tmp_path / "saved"
    made = saltus_train(
        *("-c", _SAVE, cluster.master, data, saved), program="python", python=bare_python
    )
    assert 0 == made.returncode, made.stderr
    assert "titanic" == made.stdout.strip(), "executors lower-case as in Turkey"

    export = ("export", saved, "--rows", data, "-o", tmp_path / "model.zip")
    refused = saltus_train(*export, "--master", cluster.master)
    assert 1 == refused.returncode
    assert "PYSPARK_PYTHON" in refused.stderr, refused.stderr
    exported = saltus_train(*export, "--master", cluster.master, python=bare_python)
    assert 0 == exported.returncode, exported.stderr
    assert "golden rows scored by Spark" in exported.stdout


_SAVE = """
import sys
from pyspark.ml import Pipeline
from pyspark.ml.feature import Tokenizer, VectorAssembler
from saltus_training.session import spark_session
master, data, saved = sys.argv[1:]
with spark_session(master=master) as spark:
    flights = spark.read.parquet(data)
    pipeline = Pipeline(stages=[VectorAssembler(inputCols=["distance"], outputCol="features")])
    pipeline.fit(flights).save(saved)
    texts = spark.createDataFrame([("TITANIC",)] * 4, ["text"]).repartition(2)
    words = Tokenizer(inputCol="text", outputCol="words").transform(texts).selectExpr("words[0]")
    print(*{row[0] for row in words.collect()})
"""
