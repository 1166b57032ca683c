"""Decision trees as Spark saves them: one row for each node."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from saltus_training.errors import SavedModelError
from saltus_training.saved_model.parquet import column, flat_column, lists, numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from saltus_training.saved_model.stage import SavedStage

_FEATURE, _SPLIT = "split.featureIndex", "split.leftCategoriesOrThreshold"
_CATEGORIES = "split.numCategories"
_NODE = (
    "id",
    "prediction",
    "impurityStats",
    "leftChild",
    "rightChild",
    _FEATURE,
    _SPLIT,
    _CATEGORIES,
)
#: Of so many thresholds of a feature no one can look at each.
MOST_THRESHOLDS = 1024

_RESAVE = "save the model again with `model.write().overwrite().save(path)`"


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


@dataclass(frozen=True, slots=True)
class SavedTrees:
    """The trees of a model, in the order Spark sums them.

    A big forest has millions of nodes, so they stay in Arrow's columns until their tree is read.

    Attributes:
        weights: The weight of each tree.
        nodes: A row for each node of every tree, in any order.
        rows: The rows of each tree, by the ids of its nodes.
    """

    weights: tuple[float, ...]
    nodes: pa.Table
    rows: tuple[pa.Array, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[TreeNodes]:
        """Yields each tree.

        Raises:
            SavedModelError: Nodes of a tree are missing.
        """
        return (_tree(self.nodes.take(rows)) for rows in self.rows)

    def thresholds(self, features: Iterable[int]) -> dict[int, list[float]]:
        """Returns thresholds that splits on some features compare with, ascending.

        Of a feature with very many it returns some, evenly spread.
        """
        index = flat_column(self.nodes, _FEATURE)
        splits = flat_column(self.nodes, _SPLIT)
        is_number = pc.less(flat_column(self.nodes, _CATEGORIES), 0)
        found = {}
        for feature in features:
            of_feature = pc.and_(is_number, pc.equal(index, feature))
            values = pc.unique(pc.list_element(splits.filter(of_feature), 0))
            if len(values):
                step = -(-len(values) // MOST_THRESHOLDS)
                found[feature] = values.take(pc.sort_indices(values))[::step].to_pylist()
        return found


def read_tree(stage: SavedStage) -> SavedTrees:
    """Reads the one tree of a decision tree model."""
    nodes = stage.columns(_NODE)
    if not len(nodes["id"]):
        raise _incomplete(0)
    return SavedTrees((1.0,), pa.table(nodes), (pc.sort_indices(nodes["id"]),))


def read_forest(stage: SavedStage) -> SavedTrees:
    """Reads the trees of an ensemble, and their weights.

    Raises:
        SavedModelError: Trees and their metadata do not match.
    """
    # Spark named these columns in some versions and left them _1, _2, _3 in others.
    metadata = stage.table("treesMetadata")
    ids = column(metadata, "treeID", "_1")
    weights = dict(zip(ids, column(metadata, "weights", "_3"), strict=True))
    found = stage.columns(["treeID", *(f"nodeData.{name}" for name in _NODE)])
    rows = _rows_by_tree(found.pop("treeID"), found["nodeData.id"])
    nodes = pa.table({path.removeprefix("nodeData."): array for path, array in found.items()})
    if sorted(weights) != sorted(rows):
        raise SavedModelError(
            f"it lists the trees {_short(weights)} but holds nodes of {_short(rows)}", fix=_RESAVE
        )
    order = sorted(rows)
    return SavedTrees(
        tuple(weights[tree] for tree in order), nodes, tuple(rows[tree] for tree in order)
    )


def _rows_by_tree(tree_ids: pa.Array, ids: pa.Array) -> dict[int, pa.Array]:
    keys = pa.table({"tree": tree_ids, "id": ids})
    rows = pc.sort_indices(keys, [("tree", "ascending"), ("id", "ascending")])
    runs = pc.run_end_encode(tree_ids.take(rows))
    ends = [0, *runs.run_ends.to_pylist()]
    return {
        tree: rows.slice(start, end - start)
        for tree, (start, end) in zip(runs.values.to_pylist(), pairwise(ends), strict=True)
    }


def _tree(table: pa.Table) -> TreeNodes:
    tree = TreeNodes(
        predictions=numbers(flat_column(table, "prediction")),
        statistics=lists(flat_column(table, "impurityStats")),
        left=numbers(flat_column(table, "leftChild")),
        right=numbers(flat_column(table, "rightChild")),
        features=numbers(flat_column(table, _FEATURE)),
        splits=lists(flat_column(table, _SPLIT)),
        categories=numbers(flat_column(table, _CATEGORIES)),
    )
    _check_complete(numbers(flat_column(table, "id")), tree)
    return tree


def _check_complete(ids: list[int], tree: TreeNodes) -> None:
    """Every id must be there once, and every node but the root be the child of one other."""
    children = sorted(child for child in chain(tree.left, tree.right) if child >= 0)
    if ids != list(range(len(ids))) or children != ids[1:]:
        raise _incomplete(len(ids))


def _incomplete(count: int) -> SavedModelError:
    return SavedModelError(
        f"its nodes are not numbered 0 to {count - 1}: the saved tree is incomplete", fix=_RESAVE
    )


def _short(ids: Iterable[int]) -> str:
    listed = sorted(ids)
    return f"{listed[0]} to {listed[-1]} ({len(listed)} in all)" if listed else "none"
