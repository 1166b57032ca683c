"""A saved forest of 200 trees, depth 12, to a bundle: processor time and memory beside its size."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import saltus_runtime
from rich.console import Console
from rich.table import Table

from benchmarks.forest import NAMES, Tree, save_forest
from benchmarks.measure import refuse_debug_build

TREES, DEPTH = 200, 12
_MEGABYTE = 2**20

# In a process of its own, whose memory nothing else has used.
_EXPORT = """
import json, re, sys, time
import saltus_training, saltus_runtime
model, schema, target = sys.argv[1:]
def peak():
    return 1024 * int(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1])
before, start = peak(), time.process_time()
saltus_training.convert(model, json.loads(schema))
converted = time.process_time() - start
saltus_training.export_saved(model, target, schema=json.loads(schema))
seconds = time.process_time() - start - converted
print(json.dumps({"before": before, "peak": peak(), "convert": converted, "export": seconds}))
"""


def main() -> None:
    """Make the model, export it, compare the bundle's answers with the trees, and print."""
    refuse_debug_build()
    with tempfile.TemporaryDirectory(prefix="saltus-bench-") as folder:
        model, trees = save_forest(Path(folder), TREES, DEPTH)
        target = Path(folder) / "forest.zip"
        schema = json.dumps({"type": "struct", "fields": [_field(name) for name in NAMES]})
        command = [sys.executable, "-c", _EXPORT, str(model), schema, str(target)]
        found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        check(target, trees)
        with zipfile.ZipFile(target) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        _print(
            {
                "saved model": _size(model),
                "bundle": target.stat().st_size,
                "bundle, unpacked": unpacked,
            },
            found,
        )


def check(bundle: Path, trees: list[Tree]) -> None:
    """Assert that the bundle predicts what the trees say when they are walked."""
    scorer = saltus_runtime.load(bundle).scorer(["rawPrediction"])
    for sign in (-1.0, 0.0, 0.5, 1.0):
        row = {name: sign * index / 10 for index, name in enumerate(NAMES)}
        walked = [tree.vote([*row.values()]) for tree in trees]
        expected = [sum(votes) for votes in zip(*walked, strict=True)]
        answer = scorer.score(row)
        assert answer is not None
        for given, wanted in zip(answer["rawPrediction"], expected, strict=True):
            assert abs(given - wanted) <= 1e-12 * max(1.0, abs(wanted))


def _field(name: str) -> dict[str, Any]:
    return {"name": name, "type": "double", "nullable": False, "metadata": {}}


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _print(sizes: dict[str, int], found: dict[str, float]) -> None:
    nodes = TREES * (2 ** (DEPTH + 1) - 1)
    table = Table(title=f"{TREES} trees, depth {DEPTH}, {nodes:,} nodes", title_justify="left")
    table.add_column("what")
    table.add_column("", justify="right")
    above = found["peak"] - found["before"]
    for what, size in sizes.items():
        table.add_row(what, f"{size / _MEGABYTE:,.0f} MB")
    for what, figure in (
        ("processor time of the conversion alone", f"{found['convert']:.1f} s"),
        ("of the export: convert, write, load, verify", f"{found['export']:.1f} s"),
        ("process before", f"{found['before'] / _MEGABYTE:,.0f} MB"),
        ("peak above that", f"{above / _MEGABYTE:,.0f} MB"),
        ("peak above that / bundle, unpacked", f"{above / sizes['bundle, unpacked']:.1f}"),
    ):
        table.add_row(what, figure)
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
