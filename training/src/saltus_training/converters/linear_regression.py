"""LinearRegressionModel: MLeap's `linear_regression`, whatever the loss it was fitted with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model
from saltus_training.converters.linear import linear
from saltus_training.converters.predictor import Fitted
from saltus_training.converters.regressor import regressor

if TYPE_CHECKING:
    from saltus_training.converters.base import Converted, Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage; the scale of a Huber loss has no part in predictions."""
    attributes, size = linear(stage.row())
    return regressor(stage, scope, Fitted(Model("linear_regression", attributes), size))
