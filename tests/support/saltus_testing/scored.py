"""Rows of the sample bundle, and what the runtime gives for them one by one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    import saltus_runtime as sr

Row = dict[str, Any]


def admitted_rows(bundle: sr.Bundle, count: int | None = None) -> list[Row]:
    """Golden rows that the schema admits, with an `id`, over and over if *count* asks for it."""
    golden = json.loads(bundle.note("golden_rows.json") or b"")["rows"]
    typical = [row["input"] for row in golden if row["kind"] == "typical" and row["output"]]
    return [
        {"id": at, **typical[at % len(typical)]}
        for at in range(len(typical) if count is None else count)
    ]


def write_lines(path: Path, rows: list[Row]) -> Path:
    """Put a file of JSON lines into place at once, as a stream needs it."""
    path.parent.mkdir(exist_ok=True, parents=True)
    hidden = path.with_name(f".{path.name}")
    hidden.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    hidden.rename(path)
    return path


def expected_scores(bundle: sr.Bundle, rows: list[Row]) -> dict[int, Any]:
    """Prediction and probability by `id`."""
    scores = bundle.scorer(["prediction", "probability"]).score_many(rows)
    return {row["id"]: each for row, each in zip(rows, scores, strict=True)}


def scores_by_id(found: list[Row]) -> dict[int, Any]:
    """What a job wrote, as `expected_scores` has it."""
    by_id = {row["id"]: {n: row[n] for n in ("prediction", "probability")} for row in found}
    assert len(found) == len(by_id), "a row is there twice"
    return by_id
