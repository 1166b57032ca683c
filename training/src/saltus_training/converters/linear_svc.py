"""LinearSVCModel: MLeap's `linear_svc`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.converters.classifier import BINARY, FittedClassifier, classifier
from saltus_training.converters.linear import linear

if TYPE_CHECKING:
    from saltus_training.converters.base import Converted, Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage."""
    return classifier(stage, scope, read(stage))


def read(stage: SavedStage) -> FittedClassifier:
    """Reads the plane and the threshold of the margin."""
    plane, size = linear(stage.row())
    attributes = {
        "num_classes": values.long(BINARY),
        **plane,
        "threshold": values.double(stage.params.double("threshold")),
    }
    return FittedClassifier(Model("linear_svc", attributes), size)
