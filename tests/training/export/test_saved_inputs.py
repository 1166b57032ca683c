"""Drafts of schemas from saved models."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from saltus_training.cli import app
from saltus_training.errors import SavedModelError
from saltus_training.saved_inputs import draft_of_saved_model
from saltus_training.schema_source import load_schema
from typer.testing import CliRunner

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import SavedModels


@pytest.fixture(name="model")
def _model(saved: SavedModels) -> Path:
    return saved.pipeline(
        saved.string_indexer(["plan"], ["plan_index"], [["free", "pro"]]),
        saved.string_indexer(["churned"], ["label"], [["no", "yes"]]),
        saved.imputer(["age"], [30.0]),
        saved.assembler(["plan_index", "age_i", "height"], "features"),
        saved.logistic_regression([[1.0, 2.0, 3.0]], [0.5]),
    )


def test_a_draft_has_what_the_stages_read_and_not_the_label(model: Path) -> None:
    schema = draft_of_saved_model(model, "churn")

    assert {"plan": "string", "age": "double", "height": "double"} == {
        field.name: field.type for field in schema.inputs
    }
    assert all("check that it is" in str(field.description) for field in schema.inputs)


def test_a_model_that_reads_a_vector_only_is_drafted(saved: SavedModels) -> None:
    (field,) = draft_of_saved_model(saved.logistic_regression([[1.0]], [0.5])).inputs

    assert ("features", "vector") == (field.name, field.type)


def test_the_command_writes_a_draft(model: Path, tmp_path: Path) -> None:
    target = tmp_path / "draft.json"

    result = CliRunner().invoke(app, ["schema", "infer", str(model), "-o", str(target)])

    assert (0, "") == (result.exit_code, result.stderr)
    assert ["plan", "age", "height"] == [field.name for field in load_schema(target).inputs]


def test_a_folder_that_is_half_a_model_is_refused(model: Path) -> None:
    next((model / "stages").iterdir()).rename(model / "gone")

    with pytest.raises(SavedModelError):
        draft_of_saved_model(model)
