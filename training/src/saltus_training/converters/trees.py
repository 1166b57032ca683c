"""What decision trees and their ensembles share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training import bundle
from saltus_training.bundle import Model, TreeFile, values
from saltus_training.columns import Column, Slot
from saltus_training.converters.predictor import Output

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from saltus_training.bundle.values import Value
    from saltus_training.saved_model import SavedStage, SavedTrees, TreeNodes


def classification_tree(
    tree: TreeNodes, size: int, classes: int, thresholds: Mapping[str, Value] | None = None
) -> Model:
    """Builds the model of one classification tree, alone or in a forest."""
    attributes = {
        "num_features": values.long(size),
        "num_classes": values.long(classes),
        **(thresholds or {}),
    }
    lines = bundle.classification_tree(tree)
    return Model("decision_tree_classifier", attributes, tree=TreeFile.of(lines))


def regression_tree(tree: TreeNodes, size: int, *, variance: bool = False) -> Model:
    """Builds the model of one regression tree, alone or in an ensemble of either kind."""
    render = bundle.variance_tree if variance else bundle.regression_tree
    attributes = {"num_features": values.long(size)}
    return Model("decision_tree_regression", attributes, tree=TreeFile.of(render(tree)))


def ensemble(
    op: str, attributes: Mapping[str, Value], trees: SavedTrees, models: Sequence[Model]
) -> Model:
    """Builds the model of an ensemble from those of its trees."""
    named = {f"tree{index}": model for index, model in enumerate(models)}
    shared = {
        "tree_weights": values.doubles(trees.weights),
        "trees": values.strings(named),
    }
    return Model(op, {**attributes, **shared}, models=named)


def leaf_output(stage: SavedStage, trees: SavedTrees | None, *, ensemble: bool) -> Output:
    """Returns the column of leaf indices, for which MLeap has no port.

    Leaves count from the left, as Spark has them; an ensemble gives one index for each tree.
    """
    name = stage.params.optional_string("leafCol")
    if not name or trees is None:
        return Output("leaf", Column("", "double"))
    leaves = [sum(child < 0 for child in tree.left) for tree in trees]
    if not ensemble:
        column = Column(name, "double", nullable=False, arity=leaves[0])
    else:
        slots = tuple(Slot(f"tree_{index}", arity) for index, arity in enumerate(leaves))
        column = Column(name, f"vector[{len(slots)}]", slots=slots)
    return Output("leaf", column, portable=False)
