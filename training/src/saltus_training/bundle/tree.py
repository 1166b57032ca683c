"""MLeap's tree files: one line for each node, root first, left before right."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from saltus_training.bundle.numbers import standard

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from saltus_training.saved_model import TreeNodes


def classification_tree(tree: TreeNodes) -> bytes:
    """Returns `tree.json` of a classifier: leaves hold the weighted count of each class."""
    return _lines(tree, lambda node: tree.statistics[node])


def regression_tree(tree: TreeNodes) -> bytes:
    """Returns `tree.json` of a regressor: leaves hold the prediction."""
    return _lines(tree, lambda node: (tree.predictions[node],))


def variance_tree(tree: TreeNodes) -> bytes:
    """Returns `tree.json` of a regressor whose leaves hold prediction and variance."""
    return _lines(tree, lambda node: (tree.predictions[node], _variance(*tree.statistics[node])))


def _lines(tree: TreeNodes, leaf_values: Callable[[int], Sequence[float]]) -> bytes:
    lines = []
    pending = [0]
    while pending:
        node = pending.pop()
        if tree.left[node] < 0:
            record: dict[str, Any] = {"type": "leaf", "values": list(leaf_values(node))}
        else:
            record = {"type": "internal", "split": _split(tree, node)}
            pending += (tree.right[node], tree.left[node])
        lines.append(_encode(record))
    lines.append("")
    return standard("\n".join(lines)).encode()


_encode = json.JSONEncoder(check_circular=False, ensure_ascii=False, separators=(",", ":")).encode


def _split(tree: TreeNodes, node: int) -> dict[str, Any]:
    feature, values, categories = tree.features[node], tree.splits[node], tree.categories[node]
    if categories < 0:
        return {"type": "continuous", "featureIndex": feature, "threshold": values[0]}
    # Spark tests membership in the left categories unless the right ones are fewer. The side
    # decides where a category goes that the split has not seen, so on a tie it must be the left
    # one, although MLeap's own exporter takes the right.
    is_left = len(values) <= categories // 2
    return {
        "type": "categorical",
        "featureIndex": feature,
        "isLeft": is_left,
        "numCategories": categories,
        "categories": sorted(values) if is_left else _complement(values, categories),
    }


def _complement(values: Sequence[float], categories: int) -> list[float]:
    present = set(values)
    return [float(value) for value in range(categories) if value not in present]


def _variance(count: float, total: float, squares: float) -> float:
    """The variance of a node from its moments, in Spark's arithmetic."""
    return (squares - total * total / count) / count if count else 0.0
