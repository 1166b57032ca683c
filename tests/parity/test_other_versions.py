"""Models of an older and a newer Spark convert, and score as that Spark did.

The form of vectors is not compared: when Spark holds one sparse has changed between versions.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import saltus_runtime as sr
from saltus_testing.closeness import close, largest
from saltus_testing.recorded import RecordedModel, find_recorded
from saltus_training.notes import assemble

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSIONS = Path(__file__).parent / "versions"
CHANGED = tomllib.loads((VERSIONS / "changed.toml").read_text(encoding="utf-8"))
SPECIAL = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": -float("inf")}


def plain(value: Any, kind: str) -> Any:
    """A recorded value as the runtime gives it: vectors as lists."""
    if isinstance(value, dict) and "size" in value:
        stored = dict(zip(value["indices"], value["values"], strict=True))
        return [plain(stored.get(index, 0.0), "double") for index in range(value["size"])]
    if isinstance(value, dict):
        return [plain(element, "double") for element in value["values"]]
    return SPECIAL.get(value, value) if isinstance(value, str) and kind != "string" else value


def differences(model: RecordedModel, folder: Path) -> list[tuple[int, Any, Any]]:
    """The rows for which the runtime says something else, each with what Spark said."""
    conversion = model.convert(folder)
    kinds = {column.name: column.type for column in conversion.columns}
    scorer = sr.load(assemble(conversion, "case", {})).scorer()
    found = []
    inputs = {field["name"]: str(field["type"]) for field in model.document["schema"]["fields"]}
    for index, row in enumerate(model.document["rows"]):
        given = {name: plain(value, inputs[name]) for name, value in row["input"].items()}
        try:
            answer: Any = scorer.score(given)
        except sr.ScoreError:
            answer = "error"
        expected: Any = "error"
        if "error" not in row:
            output = row["output"]
            expected = output and {name: plain(cell, kinds[name]) for name, cell in output.items()}
        if not agree(expected, answer, given):
            found.append((index, expected, answer))
    return found


def agree(expected: Any, answer: Any, given: Mapping[str, Any]) -> bool:
    if not (isinstance(expected, dict) and isinstance(answer, dict)):
        return bool(expected == answer)
    scale = largest([*given.values(), *expected.values()])
    return expected.keys() == answer.keys() and all(
        close(expected[name], answer[name], scale) for name in expected
    )


@pytest.mark.parametrize("model", find_recorded(VERSIONS), ids=lambda model: model.name)
def test_a_model_of_another_spark_scores_as_it_did_there(
    model: RecordedModel, tmp_path: Path
) -> None:
    changed = [row for row, _, _ in differences(model, tmp_path)]
    assert CHANGED.get(model.name, {}).get("rows", []) == changed
