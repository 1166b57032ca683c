"""GBTRegressionModel: MLeap's `gbt_regression`."""

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
    boosted = read_forest(stage)
    models = [trees.regression_tree(tree, size) for tree in boosted]
    attributes = {"num_features": values.long(size)}
    fitted = Fitted(
        trees.ensemble("gbt_regression", attributes, boosted, models), size, trees=boosted
    )
    leaf = trees.leaf_output(stage, boosted, ensemble=True)
    return regressor.regressor(stage, scope, fitted, leaf)
