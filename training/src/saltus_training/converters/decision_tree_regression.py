"""DecisionTreeRegressionModel: MLeap's `decision_tree_regression`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.columns import Column
from saltus_training.converters import regressor, trees
from saltus_training.converters.predictor import Fitted, Output
from saltus_training.saved_model import read_tree

if TYPE_CHECKING:
    from saltus_training.converters.base import Converted, Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage; variance and leaf indices are ports that MLeap does not know."""
    size = stage.integer("numFeatures")
    variance = stage.params.optional_string("varianceCol") or ""
    saved = read_tree(stage)
    (tree,) = saved
    model = trees.regression_tree(tree, size, variance=bool(variance))
    return regressor.regressor(
        stage,
        scope,
        Fitted(model, size, exact=True, trees=saved),
        Output("variance", Column(variance, "double", nullable=False), portable=False),
        trees.leaf_output(stage, saved, ensemble=False),
    )
