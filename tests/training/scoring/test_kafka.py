"""Streams out of and into a real broker of Kafka."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
import saltus_runtime as sr
from saltus_testing.kafka import Broker, broker
from saltus_testing.scored import Row, admitted_rows, expected_scores
from saltus_training.scoring import ScoringError
from saltus_training.scoring.kafka import Topic

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS = 300
TOPIC = "flights"


@pytest.fixture(scope="module", name="rows")
def _rows(sample_bundle: Path) -> list[Row]:
    return admitted_rows(sr.load(sample_bundle), ROWS)


@pytest.fixture(scope="module", name="kafka")
def _kafka(
    root: Path, rows: list[Row], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Broker]:
    with broker(root / ".tools/kafka/broker", tmp_path_factory.mktemp("kafka")) as started:
        messages = [(f"flight {row['id']}", json.dumps(row)) for row in rows]
        messages.insert(7, ("torn", messages[7][1][:40]))
        messages.insert(9, ("a list", "[1, 2]"))
        started.send(TOPIC, messages)
        yield started


def stream(root: Path, bundle: Path, kafka: Broker, *arguments: object) -> list[str]:
    jars = ",".join(map(str, (root / ".tools/kafka/connector").glob("*.jar")))
    command = [
        *(Path(sys.executable).with_name("saltus-train"), "stream", bundle, "--jars", jars),
        *("--from", f"kafka://{kafka.server}/{TOPIC}", "--on-error", "side", "--keep", "id"),
        *("--once", "--most", "40", "--master", "local[2]", *arguments),
    ]
    return [str(part) for part in command]


@pytest.mark.slow
@pytest.mark.spark
def test_a_killed_stream_from_kafka_has_every_message_once(
    root: Path, sample_bundle: Path, kafka: Broker, rows: list[Row], tmp_path: Path
) -> None:
    target = tmp_path / "out"
    command = stream(root, sample_bundle, kafka, "--to", target)
    job = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    deadline = time.monotonic() + 600
    while len(list(target.glob("batch=*"))) < 2:
        assert job.poll() is None, "the job ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.killpg(job.pid, signal.SIGKILL)
    job.wait()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr
    assert "messages waiting" in done.stderr

    found = pq.read_table(target).to_pylist()
    assert ROWS == len(found)
    assert [f"flight {at}" for at in range(ROWS)] == [
        row["kafka_key"] for row in sorted(found, key=lambda row: int(row["id"]))
    ]
    assert by_key(rows, sample_bundle) == {
        row["kafka_key"]: (row["prediction"], row["probability"]) for row in found
    }
    aside = [
        json.loads(line)
        for file in (tmp_path / "out.errors").glob("batch=*/part-*")
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    assert {"torn", "a list"} == {row["kafka_key"] for row in aside}
    assert all("no JSON object" in row["error_reason"] for row in aside)


@pytest.mark.slow
@pytest.mark.spark
def test_scores_go_to_a_topic_under_the_keys_of_their_messages(
    root: Path, sample_bundle: Path, kafka: Broker, rows: list[Row], tmp_path: Path
) -> None:
    target = f"kafka://{kafka.server}/scores"
    command = stream(root, sample_bundle, kafka, "--to", target)
    refused = subprocess.run(command, capture_output=True, text=True, check=False)
    assert 1 == refused.returncode
    assert "name a folder for the progress by --checkpoint" in refused.stderr

    command += ["--checkpoint", str(tmp_path / "progress")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr

    found = kafka.receive("scores", ROWS)
    assert by_key(rows, sample_bundle) == {
        key: (row["prediction"], row["probability"]) for key, row in found
    }
    digest = sr.load(sample_bundle).digest
    assert {digest} == {row["model_digest"] for _, row in found}
    assert {"torn", "a list"} == {key for key, _ in kafka.receive("scores.errors", 2)}


def by_key(rows: list[Row], bundle: Path) -> dict[str, tuple[Any, Any]]:
    scores = expected_scores(sr.load(bundle), rows)
    return {
        f"flight {key}": (each["prediction"], each["probability"]) for key, each in scores.items()
    }


@pytest.mark.parametrize("address", ["kafka://host/topic", "kafka://host:9092", "kafka://h:1/a/b"])
def test_what_is_no_topic_is_refused(address: str) -> None:
    with pytest.raises(ScoringError, match="kafka://HOST:PORT"):
        Topic.of(address, {})


def test_a_topic_has_one_or_more_servers() -> None:
    topic = Topic.of("kafka://a:9092,b:9092/late.flights", {})
    assert ("a:9092,b:9092", "late.flights") == (topic.servers, topic.name)
