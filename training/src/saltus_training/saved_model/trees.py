"""Decision trees as Spark saves them: one row for each node."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from saltus_training.errors import SavedModelError
from saltus_training.saved_model.parquet import column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saltus_training.saved_model.stage import SavedStage


@dataclass(frozen=True, slots=True)
class TreeNodes:
    """The nodes of one tree, by id; the root is node 0.

    Attributes:
        predictions: The value of each node as a leaf.
        statistics: The impurity statistics of each node: weighted counts by class, or moments.
        left: The left child of each node, -1 for a leaf.
        right: The right child of each node, -1 for a leaf.
        features: The feature each node splits on, -1 for a leaf.
        splits: The threshold alone, or the categories that go left.
        categories: The number of categories of the feature, -1 for a threshold.
    """

    predictions: Sequence[float]
    statistics: Sequence[Sequence[float]]
    left: Sequence[int]
    right: Sequence[int]
    features: Sequence[int]
    splits: Sequence[Sequence[float]]
    categories: Sequence[int]


def read_tree(stage: SavedStage) -> TreeNodes:
    """Reads the one tree of a decision tree model."""
    return _read_nodes(stage.table())


def read_forest(stage: SavedStage) -> tuple[list[TreeNodes], list[float]]:
    """Reads the trees of an ensemble, and their weights, in the order Spark sums them.

    Raises:
        SavedModelError: Trees and their metadata do not match.
    """
    # Spark named these columns in some versions and left them _1, _2, _3 in others.
    metadata = stage.table("treesMetadata")
    ids = column(metadata, "treeID", "_1")
    weights = dict(zip(ids, column(metadata, "weights", "_3"), strict=True))
    table = stage.table().sort_by("treeID")
    trees = _split_by_tree(table)
    if sorted(weights) != sorted(trees):
        raise SavedModelError(
            f"it lists the trees {_short(weights)} but holds nodes of {_short(trees)}",
            fix="save the model again with `model.write().overwrite().save(path)`",
        )
    order = sorted(trees)
    return [_read_nodes(trees[tree]) for tree in order], [weights[tree] for tree in order]


def _split_by_tree(table: pa.Table) -> dict[int, pa.Table]:
    ids = column(table, "treeID")
    nodes = pa.Table.from_struct_array(table.column("nodeData").combine_chunks())
    starts = [row for row in range(len(ids)) if row == 0 or ids[row] != ids[row - 1]]
    ends = [*starts[1:], len(ids)]
    return {
        ids[start]: nodes.slice(start, end - start) for start, end in zip(starts, ends, strict=True)
    }


def _read_nodes(table: pa.Table) -> TreeNodes:
    table = table.sort_by("id")
    ids = column(table, "id")
    if ids != list(range(len(ids))) or not ids:
        raise SavedModelError(
            f"its nodes are not numbered 0 to {len(ids) - 1}: the saved tree is incomplete",
            fix="save the model again with `model.write().overwrite().save(path)`",
        )
    split = column(table, "split")
    return TreeNodes(
        predictions=column(table, "prediction"),
        statistics=column(table, "impurityStats"),
        left=column(table, "leftChild"),
        right=column(table, "rightChild"),
        features=[node["featureIndex"] for node in split],
        splits=[node["leftCategoriesOrThreshold"] for node in split],
        categories=[node["numCategories"] for node in split],
    )


def _short(ids: dict[int, Any]) -> str:
    listed = sorted(ids)
    return f"{listed[0]} to {listed[-1]} ({len(listed)} in all)" if listed else "none"
