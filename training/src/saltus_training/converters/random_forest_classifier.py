"""RandomForestClassificationModel: MLeap's `random_forest_classifier`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.converters import classifier, trees
from saltus_training.converters.decision_tree_classifier import tree_model
from saltus_training.saved_model import read_forest

if TYPE_CHECKING:
    from saltus_training.converters.base import Converted, Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage."""
    trees.refuse_leaf_column(stage)
    size, classes = stage.integer("numFeatures"), stage.integer("numClasses")
    features = classifier.features(stage, scope, size)
    forest, weights = read_forest(stage)
    models = {f"tree{index}": tree_model(tree, size, classes) for index, tree in enumerate(forest)}
    attributes = {
        "num_features": values.long(size),
        "num_classes": values.long(classes),
        "tree_weights": values.doubles(weights),
        "trees": values.strings(models),
        **classifier.thresholds(stage),
    }
    return classifier.classifier(
        stage,
        scope,
        model=Model("random_forest_classifier", attributes, models=models),
        classes=classes,
        exact=features.exact,
        boundaries=trees.split_boundaries(forest, features),
    )
