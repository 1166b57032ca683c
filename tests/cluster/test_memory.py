"""Nothing collects the data set: the driver's memory while the data grows tenfold."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import saltus_runtime as sr
from saltus_testing.scored import admitted_rows

if TYPE_CHECKING:
    from saltus_testing.cluster import Cluster

pytestmark = [pytest.mark.spark, pytest.mark.slow]

ROWS = 200_000
FILES = 4
# Less than the larger data set takes in a JVM, so that collecting it would fail.
HEAP = "512m"
MOST_GROWTH = 1.3


def test_the_driver_takes_no_more_memory_for_ten_times_the_rows(
    cluster: Cluster, archive: Path, sample_bundle: Path, tmp_path: Path
) -> None:
    peaks: list[dict[str, int]] = []
    for rows in (ROWS, 10 * ROWS):
        source, target = tmp_path / f"in-{rows}", tmp_path / f"out-{rows}"
        _write(source, sr.load(sample_bundle), rows)
        found = _peaks(
            *("batch", sample_bundle, source, target, "--driver-memory", HEAP),
            *("--master", cluster.master, "--archives", archive),
        )
        assert rows == pq.read_table(target, columns=["prediction"]).num_rows
        print(f"{rows:,} rows: {found['python']} MB Python, {found['java']} MB JVM at peak")  # noqa: T201
        peaks.append(found)
    small, large = peaks
    for process in ("python", "java"):
        assert large[process] <= MOST_GROWTH * small[process], peaks


def _write(folder: Path, bundle: sr.Bundle, rows: int) -> None:
    folder.mkdir()
    table = pa.Table.from_pylist(admitted_rows(bundle, 10_000))
    for number in range(FILES):
        with pq.ParquetWriter(folder / f"{number}.parquet", table.schema) as writer:
            for _ in range(rows // FILES // table.num_rows):
                writer.write_table(table)


def _peaks(*arguments: object) -> dict[str, int]:
    """Run the command; the largest resident memory, in MB, of it and of its JVM."""
    command = [Path(sys.executable).with_name("saltus-train"), *map(str, arguments)]
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}
    peaks = {"python": 0, "java": 0}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as job:
        while job.poll() is None:
            peaks["python"] = _peak(job.pid) or peaks["python"]
            children = Path(f"/proc/{job.pid}/task/{job.pid}/children")
            for child in children.read_text(encoding="ascii").split() if children.exists() else []:
                peaks["java"] = max(peaks["java"], _peak(int(child)))
            time.sleep(0.1)
        assert job.stderr is not None
        assert 0 == job.returncode, job.stderr.read()
    assert all(peaks.values()), peaks
    return peaks


def _peak(process: int) -> int:
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) // 1024 if found else 0
