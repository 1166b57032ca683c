"""CrossValidatorModel and TrainValidationSplitModel: the best model they found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.converters.base import Converted

if TYPE_CHECKING:
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the best model in the place of the search."""
    best = scope.convert(stage.best_model())
    return Converted(nodes=best.nodes, rewritten="the best model it found", portable=best.portable)
