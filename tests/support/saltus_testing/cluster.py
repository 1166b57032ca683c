"""A Spark standalone cluster of processes on this machine."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyspark

if TYPE_CHECKING:
    from collections.abc import Iterator

_HOME = Path(pyspark.__file__).parent
_START_SECONDS = 90
# Another language, country and zone than the driver's: what is scored may not depend on them.
_ELSEWHERE = "-Duser.language=tr -Duser.country=TR -Duser.timezone=Asia/Tokyo"
# The second compiler pays off only in jobs longer than any test's.
_QUICK = "-XX:TieredStopAtLevel=1"


@dataclass(frozen=True)
class Cluster:
    """A master with workers.

    Attributes:
        master: Its address, as `--master` takes it.
        folder: Where the workers keep their applications, and everybody the logs.
    """

    master: str
    folder: Path


@contextmanager
def standalone_cluster(folder: Path, *, workers: int) -> Iterator[Cluster]:
    """Start a master and workers of one core each, which know nothing of our environment."""
    with ExitStack() as stack:
        log = folder / "master.log"
        command = ("master.Master", "--port", "0")
        stack.enter_context(_daemon(log, *command))
        master = _said(log, r"Starting Spark master at (spark://\S+)")
        for number in range(workers):
            log = folder / f"worker-{number}.log"
            work = ("--work-dir", str(folder / f"work-{number}"), "--cores", "1", "--memory", "1g")
            stack.enter_context(_daemon(log, "worker.Worker", *work, master))
            _said(log, r"(Successfully registered) with master")
        yield Cluster(master, folder)


@contextmanager
def _daemon(log: Path, name: str, *arguments: str) -> Iterator[None]:
    command = [str(_HOME / "bin/spark-class"), f"org.apache.spark.deploy.{name}"]
    command += ["--host", "127.0.0.1", "--webui-port", "0", *arguments]
    environment = {
        "PATH": "/usr/bin:/bin",
        "SPARK_HOME": str(_HOME),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_MASTER_OPTS": "-Dspark.master.rest.enabled=false",
        "JAVA_TOOL_OPTIONS": f"{_ELSEWHERE} {_QUICK}",
        **({"JAVA_HOME": os.environ["JAVA_HOME"]} if "JAVA_HOME" in os.environ else {}),
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=environment, stdout=output, stderr=output, start_new_session=True
        )
    try:
        yield
    finally:
        # The group: a worker's executors are in it.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _said(log: Path, pattern: str) -> str:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if found := re.search(pattern, log.read_text(errors="replace")):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(f"{log} does not say {pattern!r}:\n{log.read_text(errors='replace')}")
