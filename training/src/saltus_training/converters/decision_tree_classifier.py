"""DecisionTreeClassificationModel: MLeap's `decision_tree_classifier`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, classification_tree, values
from saltus_training.converters import classifier, trees
from saltus_training.saved_model import TreeNodes, read_tree

if TYPE_CHECKING:
    from saltus_training.bundle.values import Value
    from saltus_training.converters.base import Converted, Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage."""
    trees.refuse_leaf_column(stage)
    size, classes = stage.integer("numFeatures"), stage.integer("numClasses")
    features = classifier.features(stage, scope, size)
    tree = read_tree(stage)
    return classifier.classifier(
        stage,
        scope,
        model=tree_model(tree, size, classes, classifier.thresholds(stage)),
        classes=classes,
        exact=features.exact,
        boundaries=trees.split_boundaries([tree], features),
    )


def tree_model(
    tree: TreeNodes, size: int, classes: int, thresholds: dict[str, Value] | None = None
) -> Model:
    """Builds the model of one tree, alone or in a forest."""
    attributes = {
        "num_features": values.long(size),
        "num_classes": values.long(classes),
        **(thresholds or {}),
    }
    return Model("decision_tree_classifier", attributes, tree=classification_tree(tree))
