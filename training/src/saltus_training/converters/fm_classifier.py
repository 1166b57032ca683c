"""FMClassificationModel: `saltus.fm_classifier`, which MLeap lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.converters.classifier import (
    BINARY,
    FittedClassifier,
    classifier,
    thresholds,
)
from saltus_training.converters.factorization_machine import factorization_machine

if TYPE_CHECKING:
    from saltus_training.converters.base import Converted, Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage."""
    return classifier(stage, scope, read(stage))


def read(stage: SavedStage) -> FittedClassifier:
    """Reads the machine and the thresholds."""
    machine, size = factorization_machine(stage.row())
    attributes = {"num_classes": values.long(BINARY), **machine, **thresholds(stage)}
    return FittedClassifier(Model("saltus.fm_classifier", attributes), size, portable=False)
