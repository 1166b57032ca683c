"""GBTClassificationModel: MLeap's `gbt_classifier`, whose trees are regression trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import values
from saltus_training.converters import classifier, trees
from saltus_training.converters.classifier import BINARY, FittedClassifier
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
    """Reads the trees, their weights and the thresholds."""
    size = stage.integer("numFeatures")
    boosted = read_forest(stage)
    attributes = {
        "num_features": values.long(size),
        "num_classes": values.long(BINARY),
        **classifier.thresholds(stage),
    }
    models = [trees.regression_tree(tree, size) for tree in boosted]
    model = trees.ensemble("gbt_classifier", attributes, boosted, models)
    return FittedClassifier(model, size, trees=boosted)
