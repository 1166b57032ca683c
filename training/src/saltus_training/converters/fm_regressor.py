"""FMRegressionModel: `saltus.fm_regressor`, which MLeap lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model
from saltus_training.converters.factorization_machine import factorization_machine
from saltus_training.converters.predictor import Fitted
from saltus_training.converters.regressor import regressor

if TYPE_CHECKING:
    from saltus_training.converters.base import Converted, Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage."""
    machine, size = factorization_machine(stage.row())
    fitted = Fitted(Model("saltus.fm_regressor", machine), size, portable=False)
    return regressor(stage, scope, fitted)
