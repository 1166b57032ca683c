"""The models of MLeap's own benchmark score to the last digit, their inputs inferred."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import saltus_runtime as sr

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("model", "price"), [("lr", 232.62463916840318), ("rf", 218.2767196535019)]
)
def test_the_benchmark_row_costs_what_mleap_says(root: Path, model: str, price: float) -> None:
    folder = root / "tests/fixtures/airbnb"
    frame = json.loads((folder / "frame.airbnb.json").read_text(encoding="utf-8"))
    names = [field["name"] for field in frame["schema"]["fields"]]
    rows = [dict(zip(names, row, strict=True)) for row in frame["rows"]]

    scorer = sr.load(folder / f"airbnb.model.{model}.zip").scorer(outputs=["price_prediction"])

    assert [{"price_prediction": price}] == scorer.score_many(rows)
