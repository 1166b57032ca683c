"""DecisionTreeClassificationModel: MLeap's `decision_tree_classifier`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.converters import classifier, trees
from saltus_training.converters.classifier import FittedClassifier
from saltus_training.saved_model import read_tree

if TYPE_CHECKING:
    from saltus_training.converters.base import Converted, Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage; a column of leaf indices is a port that MLeap does not know."""
    fitted = read(stage)
    leaf = trees.leaf_output(stage, fitted.trees, ensemble=False)
    return classifier.classifier(stage, scope, fitted, leaf)


def read(stage: SavedStage) -> FittedClassifier:
    """Reads the tree and its thresholds."""
    size, classes = stage.integer("numFeatures"), stage.integer("numClasses")
    saved = read_tree(stage)
    (tree,) = saved
    model = trees.classification_tree(tree, size, classes, classifier.thresholds(stage))
    return FittedClassifier(model, size, exact=True, trees=saved, classes=classes)
