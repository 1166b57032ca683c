"""A formula is its stages; what Spark refuses is refused, and nothing of a fit shows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from saltus_testing.recorded import RecordedModel
from saltus_training.conversion import convert
from saltus_training.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FORMULA = "org.apache.spark.ml.feature.RFormulaModel"


@pytest.fixture
def recorded(root: Path, tmp_path: Path) -> Callable[[str], Path]:
    """The saved model of a recorded case."""

    def extract(case: str) -> Path:
        path = root / f"tests/parity/recorded/formula/r_formula_{case}.json"
        return RecordedModel(path, case).extract(tmp_path)

    return extract


def refusal(model: Path, schema: Any) -> ExportError:
    with pytest.raises(ExportError) as caught:
        convert(model, schema)
    return caught.value


def test_a_label_by_which_rows_are_skipped_is_asked_for(
    recorded: Callable[[str], Path], struct: Any
) -> None:
    error = refusal(recorded("with_its_label_skip"), struct(x="double"))
    assert "RFormulaModel" == error.stage
    assert "raises unless each row has the label `late`" in error.reason
    assert 'handleInvalid="keep"' in error.fix


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"x": "double", "label": "string"}, "column `label` is of type string"),
        ({"x": "double", "features": "double"}, "overwrites the column `features`"),
        ({"y": "double"}, "it reads `x`"),
    ],
)
def test_columns_that_spark_refuses_are_refused(
    recorded: Callable[[str], Path], struct: Any, columns: dict[str, str], reason: str
) -> None:
    assert reason in refusal(recorded("with_its_label_error"), struct(**columns)).reason


def test_a_stage_of_another_spark_is_refused_by_name(saved: Any, struct: Any) -> None:
    inner = saved.pipeline(saved.stage("org.apache.spark.ml.feature.FormulaWizard", {}))
    model = saved.stage(FORMULA, {"formula": "y ~ x", "featuresCol": "f"}, data=[{"label": "y"}])
    inner.rename(model / "pipelineModel")
    error = refusal(model, struct(x="double"))
    assert "FormulaWizard, which has no converter" in error.reason
    assert "unsupported-stage" == error.rule


def test_names_that_change_with_each_fit_stay_out_of_the_bundle(
    recorded: Callable[[str], Path], struct: Any
) -> None:
    schema = struct(city="string", x="double", n="int", wet="boolean")
    conversion = convert(recorded("terms_keep"), schema)
    assert ["features"] == [column.name for column in conversion.columns]
    assert b"onehot_" not in b"".join(conversion.members.values())
    root = json.loads(conversion.members["root/model.json"])["attributes"]
    assert ["features__0", "features__1"] == root["dropped_columns"]["string"]
