"""`saltus score` over a million rows and over ten: its peak memory, beside its speed."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table
from saltus_schema import RequestValidator, RowError

from benchmarks import sample
from benchmarks.measure import refuse_debug_build

if TYPE_CHECKING:
    import saltus_runtime
    from saltus_schema import FeatureSchema

COUNTS = (1_000_000, 10_000_000)
CHUNK = 50_000
CHECKED = 1_000
# What ten times the rows may add: the allocator's fragments, no rows.
MOST_GROWTH = 1.25


def main() -> None:
    """Score files that differ in length only, check them, and print peak memory and speed."""
    refuse_debug_build()
    bundle, schema, _ = sample.load()
    chunk = rows(bundle, schema)
    table = Table(title="saltus score, Parquet to Parquet, all cores", title_justify="left")
    for heading in ("rows", "rows/s", "peak memory", "x that of 1 M rows"):
        table.add_column(heading, justify="right")
    peaks: list[int] = []
    with tempfile.TemporaryDirectory(prefix="saltus-bench-") as folder:
        for count in COUNTS:
            source, target = Path(folder) / "in.parquet", Path(folder) / "out.parquet"
            write(source, chunk, count)
            seconds, peak = run(source, target)
            check(target, chunk, bundle, count)
            peaks.append(peak)
            table.add_row(
                f"{count:,}",
                f"{count / seconds:,.0f}",
                f"{peak / 2**20:,.0f} MB",
                f"{peak / peaks[0]:.2f}",
            )
    Console(width=110).print(table)
    assert peaks[-1] <= MOST_GROWTH * peaks[0], "memory grows with the rows"


def rows(bundle: saltus_runtime.Bundle, schema: FeatureSchema) -> pa.Table:
    """Flights that the schema admits, one after the other, as often as a chunk holds."""
    validator = RequestValidator(schema)
    known: list[dict[str, Any]] = []
    for row, _ in sample.scored_by_spark(bundle):
        try:
            known.append(validator.validate_python(row))
        except RowError:
            continue
    return pa.Table.from_pylist([known[at % len(known)] for at in range(CHUNK)])


def write(path: Path, chunk: pa.Table, count: int) -> None:
    """Write *count* rows with an `id`, a chunk at a time."""
    writer = None
    for start in range(0, count, CHUNK):
        ids = pa.array(range(start, start + CHUNK), pa.int64())
        numbered = chunk.append_column("id", ids)
        writer = writer or pq.ParquetWriter(path, numbered.schema)
        writer.write_table(numbered)
    if writer is not None:
        writer.close()


def run(source: Path, target: Path) -> tuple[float, int]:
    """Score a file in a process of its own; seconds, and its peak memory in bytes."""
    program = str(Path(sys.executable).with_name("saltus"))
    command = [program, "score", str(sample.BUNDLE), str(source), str(target)]
    start = perf_counter()
    process = os.posix_spawn(program, command, os.environ)
    _, status, usage = os.wait4(process, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    return perf_counter() - start, 1024 * usage.ru_maxrss


def check(path: Path, chunk: pa.Table, bundle: saltus_runtime.Bundle, count: int) -> None:
    """Assert that all rows are there in order, and the first and last have what rows get."""
    scored = pq.ParquetFile(path)
    assert scored.metadata.num_rows == count
    expected = [
        scores and scores["prediction"]
        for scores in bundle.scorer(["prediction"]).score_many(chunk.slice(0, CHECKED).to_pylist())
    ]
    at = 0
    for batch in scored.iter_batches(batch_size=CHUNK, columns=["id", "prediction"]):
        assert [at, at + batch.num_rows - 1] == [batch["id"][0].as_py(), batch["id"][-1].as_py()]
        if at % CHUNK == 0:
            assert expected == batch["prediction"].slice(0, CHECKED).to_pylist()
        at += batch.num_rows
    assert count == at


if __name__ == "__main__":
    main()
