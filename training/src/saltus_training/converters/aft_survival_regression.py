"""AFTSurvivalRegressionModel: MLeap's `aft_survival_regression`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.columns import Column
from saltus_training.converters.linear import linear
from saltus_training.converters.predictor import Fitted, Output
from saltus_training.converters.regressor import regressor

if TYPE_CHECKING:
    from saltus_training.converters.base import Converted, Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage, with the quantiles where their column is set."""
    row, params = stage.row(), stage.params
    plane, size = linear(row)
    probabilities = params.doubles("quantileProbabilities")
    attributes = {
        **plane,
        "quantile_probabilities": values.doubles(probabilities),
        "scale": values.double(row["scale"]),
    }
    quantiles = Column(
        params.optional_string("quantilesCol") or "",
        f"vector[{len(probabilities)}]",
        exact=False,
    )
    return regressor(
        stage,
        scope,
        Fitted(Model("aft_survival_regression", attributes), size),
        Output("quantiles", quantiles),
    )
