"""RandomForestRegressionModel: MLeap's `random_forest_regression`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import values
from saltus_training.converters import regressor, trees
from saltus_training.converters.predictor import Fitted
from saltus_training.saved_model import read_forest

if TYPE_CHECKING:
    from saltus_training.converters.base import Converted, Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage; a column of leaf indices is a port that MLeap does not know."""
    size = stage.integer("numFeatures")
    forest = read_forest(stage)
    models = [trees.regression_tree(tree, size) for tree in forest]
    attributes = {"num_features": values.long(size)}
    model = trees.ensemble("random_forest_regression", attributes, forest, models)
    fitted = Fitted(model, size, exact=True, trees=forest)
    leaf = trees.leaf_output(stage, forest, ensemble=True)
    return regressor.regressor(stage, scope, fitted, leaf)
