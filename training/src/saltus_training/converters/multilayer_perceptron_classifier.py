"""MultilayerPerceptronClassificationModel: MLeap's `multi_layer_perceptron_classifier`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.converters.classifier import FittedClassifier, classifier, thresholds
from saltus_training.saved_model import read_vector

if TYPE_CHECKING:
    from saltus_training.converters.base import Converted, Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage."""
    return classifier(stage, scope, read(stage))


def read(stage: SavedStage) -> FittedClassifier:
    """Reads the layers with their weights, and the thresholds."""
    layers = stage.params.integers("layers")
    attributes = {
        "layers": values.longs(layers),
        "weights": values.vector(read_vector(stage.row()["weights"])),
        **thresholds(stage),
    }
    model = Model("multi_layer_perceptron_classifier", attributes)
    return FittedClassifier(model, layers[0], classes=layers[-1])
