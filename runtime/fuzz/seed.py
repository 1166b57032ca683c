"""Fills the corpora from recorded cases: `python runtime/fuzz/seed.py FOLDER_OF_CASES...`."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

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
    rows = json.loads((case / "rows.json").read_text(encoding="utf-8"))
    for start in range(0, len(rows), ROWS):
        text = json.dumps({"bundle": case.name, "rows": rows[start : start + ROWS]})
        (HERE / "corpus/scoring" / f"{case.name}-{start}.json").write_text(text, encoding="utf-8")


def main(folders: list[str]) -> None:
    for folder in ("corpus/reader", "corpus/scoring", "bundles"):
        (HERE / folder).mkdir(parents=True, exist_ok=True)
    for folder in map(Path, folders):
        for case in sorted(folder.iterdir()) if folder.is_dir() else []:
            seed(case)


if __name__ == "__main__":
    main(sys.argv[1:])
