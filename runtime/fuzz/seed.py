"""Fills the corpora from recorded cases: `python runtime/fuzz/seed.py FOLDER_OF_CASES...`.

A folder holds bundles with rows, each in a folder of its own, or models as `tests/parity` records
them, which are exported first.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from saltus_testing.recorded import RecordedModel, find_recorded
from saltus_training.notes import assemble

HERE = Path(__file__).parent
# Larger bundles make slow seeds.
LARGEST = 48_000
ROWS = 4


def seed(case: Path) -> None:
    """Takes the bundles for the reader, and a bundle with some of its rows for scoring."""
    for file in ("bundle.zip", "bundle.pb.zip"):
        source = case / file
        if source.exists() and source.stat().st_size <= LARGEST:
            shutil.copyfile(source, HERE / "corpus/reader" / f"{case.name}-{file}")
    if not (case / "bundle.zip").exists():
        return
    shutil.copyfile(case / "bundle.zip", HERE / "bundles" / f"{case.name}.zip")
    seed_rows(case.name, json.loads((case / "rows.json").read_text(encoding="utf-8")))


def seed_recorded(model: RecordedModel) -> None:
    """Exports a recorded model, and takes the bundle and some of its rows."""
    name = model.name.replace("/", "-")
    with tempfile.TemporaryDirectory() as scratch:
        bundle = assemble(model.convert(Path(scratch)), name, {})
    (HERE / "bundles" / f"{name}.zip").write_bytes(bundle)
    if len(bundle) <= LARGEST:
        (HERE / "corpus/reader" / f"{name}.zip").write_bytes(bundle)
    seed_rows(name, [row["input"] for row in model.document["rows"]])


def seed_rows(bundle: str, rows: list[Any]) -> None:
    for start in range(0, len(rows), ROWS):
        text = json.dumps({"bundle": bundle, "rows": rows[start : start + ROWS]})
        (HERE / "corpus/scoring" / f"{bundle}-{start}.json").write_text(text, encoding="utf-8")


def main(folders: list[str]) -> None:
    for folder in ("corpus/reader", "corpus/scoring", "bundles"):
        (HERE / folder).mkdir(parents=True, exist_ok=True)
    for folder in map(Path, folders):
        for case in sorted(folder.iterdir()) if folder.is_dir() else []:
            if case.is_dir():
                seed(case)
        for model in find_recorded(folder) if any(folder.glob("*.tar.gz")) else []:
            seed_recorded(model)


if __name__ == "__main__":
    main(sys.argv[1:])
