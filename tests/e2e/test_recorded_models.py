"""Models as Spark saved them, exported with a StructType alone, and served: Spark's answers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from saltus_serving import Settings, create_app
from saltus_testing.client import AppClient
from saltus_testing.closeness import close, largest
from saltus_testing.recorded import RecordedModel
from saltus_training.notes import GOLDEN_ROWS, assemble

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

NOT_FINITE = {"NaN", "Infinity", "-Infinity"}
MODELS = {
    # family and case: what is special about it
    "bag_of_words/bag_of_words_pipeline": "text to counts and vectors",
    "clustering/gaussian_mixture": "vectors, dense and sparse",
    "encoding/target_encoder_several": "integers of every size",
    "formula/r_formula_before_a_classifier": "a formula, and columns it drops",
    "indexing/string_indexer_several_skip": "rows are dropped",
    "recommendation/als_drop": "users and items",
    "structure/cross_validator_of_python": "a search",
    "tree_regressors/gbt_pipeline": "categories, and two predictors",
}


@pytest.mark.parametrize("case", MODELS)
def test_the_service_answers_as_spark_did(root: Path, tmp_path: Path, case: str) -> None:
    recorded = RecordedModel(root / f"tests/parity/recorded/{case}.json", case)
    conversion = recorded.convert(tmp_path)
    bundle = tmp_path / "model.zip"
    notes = {GOLDEN_ROWS: recorded.golden_rows(conversion)}
    bundle.write_bytes(assemble(conversion, "model", notes))
    inputs = [field.name for field in conversion.schema.inputs]
    columns = [output.name for output in conversion.schema.outputs]
    outcomes: Counter[str] = Counter()
    with AppClient(create_app(Settings(bundle=bundle))) as client:
        for row in recorded.document["rows"]:
            sent = {name: to_send(row["input"][name]) for name in inputs}
            response = client.post("/predict", json=sent, params={"outputs": ",".join(columns)})
            outcomes[outcome(row, sent, response, columns)] += 1
    assert outcomes["answered"] > 0


def test_an_answer_names_the_class_that_a_formula_indexed(root: Path, tmp_path: Path) -> None:
    case = "formula/r_formula_before_a_classifier"
    recorded = RecordedModel(root / f"tests/parity/recorded/{case}.json", case)
    bundle = tmp_path / "model.zip"
    bundle.write_bytes(assemble(recorded.convert(tmp_path), "model", {}))
    with AppClient(create_app(Settings(bundle=bundle))) as client:
        answer = client.post("/predict", json={"city": "oslo", "day": "mon", "x": 1.5}).json()
    assert answer["label"] in {"yes", "no"}
    assert {"yes", "no", "__unknown"} >= answer["probability"].keys()


def outcome(row: Any, sent: Any, response: httpx.Response, columns: list[str]) -> str:
    """Checks one answer, and says which kind it is."""
    if any(holds_not_finite(cell) for cell in sent.values()):
        assert 422 == response.status_code
        return "not JSON"
    if "error" in row:
        assert "score_error" == response.json()["errors"][0]["code"]
        return "raised"
    if row["output"] is None:
        assert "row_dropped" == response.json()["errors"][0]["code"]
        return "dropped"
    assert 200 == response.status_code, response.text
    expected = {name: to_answer(row["output"][name]) for name in columns}
    answer = response.json()["outputs"]
    scale = largest([*sent.values(), *expected.values()])
    assert expected.keys() == answer.keys()
    for name in columns:
        assert close(expected[name], answer[name], scale), (name, expected[name], answer[name])
    return "answered"


def to_send(cell: Any) -> Any:
    """A recorded value as a client sends it."""
    if not isinstance(cell, dict):
        return cell
    return cell["values"] if cell["type"] == "dense" else {k: cell[k] for k in cell if k != "type"}


def to_answer(cell: Any) -> Any:
    """A recorded value as the service gives it: vectors as lists, null for what is not finite."""
    if isinstance(cell, dict):
        stored = cell["values"]
        if cell["type"] == "sparse":
            found = dict(zip(cell["indices"], stored, strict=True))
            stored = [found.get(index, 0.0) for index in range(cell["size"])]
        return [to_answer(value) for value in stored]
    if isinstance(cell, list):
        return [to_answer(value) for value in cell]
    return None if isinstance(cell, str) and cell in NOT_FINITE else cell


def holds_not_finite(cell: Any) -> bool:
    if isinstance(cell, dict):
        return holds_not_finite(cell["values"])
    if isinstance(cell, list):
        return any(map(holds_not_finite, cell))
    return isinstance(cell, str) and cell in NOT_FINITE
