"""The commands on a Spark standalone cluster, whose machines have a bare Python."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
import saltus_runtime as sr
from saltus_testing.scored import admitted_rows, expected_scores, scores_by_id, write_lines

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


def test_batch_ships_the_runtime_to_machines_that_lack_it(
    cluster: Cluster, archive: Path, bare_python: Path, sample_bundle: Path, tmp_path: Path
) -> None:
    with tarfile.open(archive) as packed:
        names = {name for _, _, name in (p.partition("site-packages/") for p in packed.getnames())}
    assert {"pyarrow", "saltus_runtime"} <= names
    assert set() == {"saltus_training", "saltus_schema", "pyspark", "numpy", "pydantic"} & names

    bundle = sr.load(sample_bundle)
    rows = admitted_rows(bundle, 1000)
    for at in range(0, 1000, 250):
        write_lines(tmp_path / f"in/{at}.json", rows[at : at + 250])
    done = saltus_train(
        *("batch", sample_bundle, tmp_path / "in", tmp_path / "out", "--from-format", "json"),
        *("--master", cluster.master, "--archives", archive),
        python=bare_python,
    )

    assert 0 == done.returncode, done.stderr
    found = pq.read_table(tmp_path / "out").to_pylist()
    assert expected_scores(bundle, rows) == scores_by_id(found)


@pytest.mark.slow
def test_what_executors_lack_is_told_with_the_option_that_brings_it(
    cluster: Cluster, bare_python: Path, sample_bundle: Path, tmp_path: Path
) -> None:
    source = write_lines(tmp_path / "in.json", admitted_rows(sr.load(sample_bundle)))
    for python in (bare_python, Path("/no/python")):
        done = saltus_train(
            *("batch", sample_bundle, source, tmp_path / "out", "--master", cluster.master),
            python=python,
        )
        assert 1 == done.returncode, done.stdout
        assert "--archives" in done.stderr, done.stderr
        assert "Traceback" not in done.stderr
    assert [source] == list(tmp_path.iterdir())


@pytest.mark.slow
def test_every_command_runs_on_the_cluster_unchanged(
    cluster: Cluster, archive: Path, bare_python: Path, tmp_path: Path
) -> None:
    """Training, evaluation and export need no package on executors."""
    on_cluster = ("--master", cluster.master)
    name = "logistic_regression"
    trained = saltus_train(
        *("run", "flights_late", "--pipeline", name, "--sample", "0.01", *on_cluster),
        *("--output", tmp_path / "bundles"),
        python=bare_python,
    )
    assert 0 == trained.returncode, trained.stderr
    assert "area under ROC" in trained.stdout, trained.stdout
    bundle = tmp_path / f"bundles/flights_late-{name}.zip"
    loaded = sr.load(bundle)
    assert "golden" == sr.verify(loaded).status
    rows = admitted_rows(loaded)
    data = write_lines(tmp_path / "in/flights.json", rows)

    saved = tmp_path / "saved"
    made = saltus_train(
        *("-c", _SAVE, cluster.master, data, saved), program="python", python=bare_python
    )
    assert 0 == made.returncode, made.stderr
    assert "titanic" == made.stdout.strip(), "executors lower-case as in Turkey"
    export = ("export", saved, "--rows", data, "-o", tmp_path / "exported.zip", *on_cluster)
    refused = saltus_train(*export)
    assert 1 == refused.returncode
    assert "PYSPARK_PYTHON" in refused.stderr, refused.stderr
    exported = saltus_train(*export, python=bare_python)
    assert 0 == exported.returncode, exported.stderr
    assert "golden rows scored by Spark" in exported.stdout

    shipped = (*on_cluster, "--archives", archive, "--from-format", "json")
    batch = saltus_train("batch", bundle, data, tmp_path / "batch", *shipped)
    assert 0 == batch.returncode, batch.stderr
    source, target = tmp_path / "in", tmp_path / "stream"
    stream = saltus_train("stream", bundle, "--from", source, "--to", target, "--once", *shipped)
    assert 0 == stream.returncode, stream.stderr
    for folder in (tmp_path / "batch", target):
        found = pq.read_table(folder).to_pylist()
        assert expected_scores(loaded, rows) == scores_by_id(found)


_SAVE = """
import sys
from pyspark.ml import Pipeline
from pyspark.ml.feature import Tokenizer, VectorAssembler
from saltus_training.session import spark_session
master, data, saved = sys.argv[1:]
with spark_session(master=master) as spark:
    flights = spark.read.json(data)
    pipeline = Pipeline(stages=[VectorAssembler(inputCols=["distance"], outputCol="features")])
    pipeline.fit(flights).save(saved)
    texts = spark.createDataFrame([("TITANIC",)] * 4, ["text"]).repartition(2)
    words = Tokenizer(inputCol="text", outputCol="words").transform(texts).select("words[0]")
    print(*{row[0] for row in words.collect()})
"""
