"""RandomForestClassificationModel: MLeap's `random_forest_classifier`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import values
from saltus_training.converters import classifier, trees
from saltus_training.converters.classifier import FittedClassifier
from saltus_training.saved_model import read_forest

if TYPE_CHECKING:
    from saltus_training.converters.base import Converted, Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage; a column of leaf indices is a port that MLeap does not know."""
    fitted = read(stage)
    leaf = trees.leaf_output(stage, fitted.trees, ensemble=True)
    return classifier.classifier(stage, scope, fitted, leaf)


def read(stage: SavedStage) -> FittedClassifier:
    """Reads the trees and the thresholds."""
    size, classes = stage.integer("numFeatures"), stage.integer("numClasses")
    forest = read_forest(stage)
    attributes = {
        "num_features": values.long(size),
        "num_classes": values.long(classes),
        **classifier.thresholds(stage),
    }
    models = [trees.classification_tree(tree, size, classes) for tree in forest]
    model = trees.ensemble("random_forest_classifier", attributes, forest, models)
    return FittedClassifier(model, size, exact=True, trees=forest, classes=classes)
