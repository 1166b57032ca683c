"""Columns of rows like AirBnB's through the bundle, on one core, beside rows of dicts."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time

import pyarrow as pa
import saltus_runtime
from rich.console import Console
from rich.table import Table

from benchmarks.measure import refuse_debug_build, time_in_turn

FIXTURES = Path(__file__).parent.parent / "tests/fixtures/airbnb"
ROWS = 200_000
FEW = 2_000


def main() -> None:
    """Check that all ways give the same values, then time them in turn."""
    refuse_debug_build()
    table = Table(title="Arrow columns in and out", title_justify="left")
    for heading in ("pipeline", "side", "rows/s", "x one core"):
        table.add_column(heading, justify="left" if heading in {"pipeline", "side"} else "right")
    for name, file in (("linear", "airbnb.model.lr.zip"), ("20 trees", "airbnb.model.rf.zip")):
        for side, rate, ratio in measure(FIXTURES / file):
            table.add_row(name, side, f"{rate:,.0f}", f"{ratio:.2f}")
    Console(width=100).print(table)


def measure(bundle: Path) -> list[tuple[str, float, float]]:
    """Rows a second of each side, and the ratio to one core with columns."""
    scorer = saltus_runtime.load(bundle).scorer(["price_prediction"])
    inputs = [column.name for column in scorer.inputs]
    frame = json.loads((FIXTURES / "frame.airbnb.json").read_text(encoding="utf-8"))
    names = [field["name"] for field in frame["schema"]["fields"]]
    known = [dict(zip(names, row, strict=True)) for row in frame["rows"]]
    rows = [{name: known[at % len(known)][name] for name in inputs} for at in range(ROWS)]
    data, few = pa.Table.from_pylist(rows), rows[:FEW]

    expected = [scores["price_prediction"] for scores in scorer.score_many(few) if scores]
    for threads in (1, 0):
        scored = pa.table(scorer.score_arrow(data, threads=threads))
        assert expected == scored["price_prediction"].slice(0, FEW).to_pylist()
        assert scored.num_rows == ROWS

    # What one core gives when nobody else wants it.
    start = process_time()
    scorer.score_arrow(data)
    processor = ROWS / (process_time() - start)

    times = time_in_turn(
        {
            "one core": lambda: scorer.score_arrow(data),
            "all cores": lambda: scorer.score_arrow(data, threads=0),
            "dicts, one core": lambda: scorer.score_many(few),
        }
    )
    rates = {
        side: (FEW if side.startswith("dicts") else ROWS) / nanoseconds * 1e9
        for side, nanoseconds in times.items()
    }
    rates["one core, by processor time"] = processor
    return [(side, rate, rate / rates["one core"]) for side, rate in rates.items()]


if __name__ == "__main__":
    main()
