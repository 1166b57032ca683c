"""The one place that starts Spark."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from saltus_training.session import scratch_folder, spark_session

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.spark

# A JVM is started once in a process, so what concerns its start is looked at in another one.
FACTS = """
import json
from saltus_training.session import scratch_folder, spark_session
with spark_session(master="local[1]", driver_memory="700m") as spark:
    jvm = spark._jvm
    spark.sql("create table t using parquet as select 1 as one")
    facts = {
        "scratch": str(scratch_folder(spark).parent),
        "zone": jvm.java.util.TimeZone.getDefault().getID(),
        "locale": jvm.java.util.Locale.getDefault().toString(),
        "heap": jvm.java.lang.Runtime.getRuntime().maxMemory(),
    }
print(json.dumps(facts))
"""
KILLED = """
import os, signal
from saltus_training.session import SparkError, spark_session
try:
    with spark_session(master="local[1]") as spark:
        os.kill(spark.sparkContext._gateway.proc.pid, signal.SIGKILL)
        spark.range(3).count()
except SparkError as error:
    print(error)
"""
REFUSED = """
from saltus_training.session import SparkError, spark_session
try:
    with spark_session(driver_memory="much"):
        pass
except SparkError as error:
    print(error)
"""
INTERRUPTED = """
import signal, threading
from py4j.clientserver import ClientServerConnection
from saltus_training.session import spark_session
if {jvm_hangs_up}:
    close = ClientServerConnection.shutdown_socket
    def shutdown_socket(self, *ports):
        self.socket.close()
        close(self, *ports)
    ClientServerConnection.shutdown_socket = shutdown_socket
try:
    with spark_session(master="local[1]") as spark:
        threading.Timer(0.5, signal.raise_signal, [signal.SIGINT]).start()
        spark._jvm.java.lang.Thread.sleep(3_000)
except KeyboardInterrupt:
    print("interrupted")
"""


def python(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )


def test_a_session_is_silent_and_leaves_nothing_behind(tmp_path: Path) -> None:
    done = python(FACTS, tmp_path)

    facts = json.loads(done.stdout)
    assert "" == done.stderr
    assert [] == list(tmp_path.iterdir())
    assert not Path(facts["scratch"]).exists()
    assert ("UTC", "en_US") == (facts["zone"], facts["locale"])
    assert 600e6 < facts["heap"] < 800e6


def test_a_jvm_that_was_killed_is_an_error_of_one_line(tmp_path: Path) -> None:
    done = python(KILLED, tmp_path)

    assert done.stdout.startswith("Spark ended with status -9")
    assert 1 == len(done.stdout.splitlines())


def test_a_jvm_that_does_not_start_says_why(tmp_path: Path) -> None:
    done = python(REFUSED, tmp_path)

    assert done.stdout.startswith("Spark did not start: ")
    assert "much" in done.stdout


def test_an_active_session_is_used_and_left_running(spark: SparkSession) -> None:
    with spark_session() as session:
        assert spark is session

    assert 3 == spark.range(3).count()


def test_scratch_folders_are_distinct(spark: SparkSession) -> None:
    assert scratch_folder(spark) != scratch_folder(spark)


def test_timestamps_are_utc(spark: SparkSession) -> None:
    [row] = spark.sql("select date_format(timestamp_seconds(0), 'yyyy-MM-dd HH:mm') at").collect()

    assert "1970-01-01 00:00" == row.at


@pytest.mark.parametrize("jvm_hangs_up", [False, True])
def test_an_interrupt_within_a_call_is_raised_and_not_logged(
    tmp_path: Path, *, jvm_hangs_up: bool
) -> None:
    done = python(INTERRUPTED.format(jvm_hangs_up=jvm_hangs_up), tmp_path)
    assert ("interrupted\n", "") == (done.stdout, done.stderr)
