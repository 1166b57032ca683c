"""Scored as columns, every recorded row has the values that it has when scored alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
import saltus_runtime as sr
from saltus_testing import columns
from saltus_testing.cases import Case, find_cases
from saltus_testing.closeness import same
from saltus_testing.recorded import RecordedModel, find_recorded
from saltus_training.notes import assemble

if TYPE_CHECKING:
    Row = dict[str, Any]

TESTS = Path(__file__).parent.parent
RECORDED = find_recorded(TESTS / "parity/recorded")
CASES = find_cases(
    TESTS / "fixtures/mleap", TESTS.parent.parent / "shared/bundles/cases", ops=set(sr.op_names())
)


@pytest.mark.parametrize("model", RECORDED, ids=lambda model: model.name)
def test_columns_of_recorded_models_score_as_rows(model: RecordedModel, tmp_path: Path) -> None:
    bundle = sr.load(assemble(model.convert(tmp_path), "case", {}, "json"))
    check(bundle, [row["input"] for row in model.document["rows"]])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.folder.name)
def test_columns_of_bundles_of_mleap_score_as_rows(case: Case) -> None:
    try:
        bundle = sr.load(case.bundle, inputs=case.inputs())
    except sr.BundleError:
        pytest.xfail("JSON of MLeap without its infinities")
    rows = json.loads((case.folder / "rows.json").read_text(encoding="utf-8"))
    errors = case.folder / "error_rows.json"
    if errors.exists():
        rows += [entry["row"] for entry in json.loads(errors.read_text(encoding="utf-8"))]
    check(bundle, rows)


def check(bundle: sr.Bundle, recorded: list[Row]) -> None:
    if not bundle.inputs:
        assert [] == bundle.outputs  # A pipeline that only hints at sizes.
        return
    scorer = bundle.scorer()
    rows = [
        {column.name: columns.plain(row[column.name], column.type) for column in bundle.inputs}
        for row in recorded
    ]
    assert rows
    outcomes = [outcome(scorer, row) for row in rows]
    table = columns.table(bundle.inputs, rows)

    for threads in (1, 2):
        scored = pa.table(scorer.score_arrow(table, on_error="null", threads=threads))
        reasons = scored.column("error_reason").to_pylist()
        rest = scored.drop_columns("error_reason")
        # A table without columns forgets its rows.
        values = rest.to_pylist(maps_as_pydicts="strict") or [{}] * len(rows)
        for expected, reason, value in zip(outcomes, reasons, values, strict=True):
            if isinstance(expected, str):
                assert expected == reason
                assert all(cell is None for cell in value.values())
            else:
                assert reason is None
                assert expected.keys() == value.keys()
                assert all(same(expected[name], columns.text(value[name])) for name in expected)


def outcome(scorer: sr.Scorer, row: Row) -> Row | str:
    """What the row alone gives: its values, or why there are none."""
    try:
        scores = scorer.score(row)
    except sr.ScoreError as error:
        return str(error)
    return "row dropped: a stage skips invalid rows" if scores is None else scores
