"""MLeap's tree files: one line for each node, root first, left before right."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
            lines.append(f'{{"type":"leaf","values":{_doubles(leaf_values(node))}}}\n')
        else:
            lines.append(f'{{"type":"internal","split":{_split(tree, node)}}}\n')
            pending += (tree.right[node], tree.left[node])
    return _standard("".join(lines)).encode()


def _standard(text: str) -> str:
    """Replaces Python's words for infinite and undefined numbers, which no key has in it."""
    if "inf" not in text and "nan" not in text:
        return text
    return standard(text.replace("inf", "Infinity").replace("nan", "NaN"))


def _split(tree: TreeNodes, node: int) -> str:
    feature, values, categories = tree.features[node], tree.splits[node], tree.categories[node]
    if categories < 0:
        return f'{{"type":"continuous","featureIndex":{feature},"threshold":{values[0]!r}}}'
    # Spark tests membership in the left categories unless the right ones are fewer. The side
    # decides where a category goes that the split has not seen, so on a tie it must be the left
    # one, although MLeap's own exporter takes the right.
    is_left = len(values) <= categories // 2
    listed = sorted(values) if is_left else _complement(values, categories)
    return (
        f'{{"type":"categorical","featureIndex":{feature},"isLeft":{str(is_left).lower()},'
        f'"numCategories":{categories},"categories":{_doubles(listed)}}}'
    )


def _doubles(values: Sequence[float]) -> str:
    # Python's digits are JSON's, and many times faster without its encoder.
    return f"[{','.join(map(repr, values))}]"


def _complement(values: Sequence[float], categories: int) -> list[float]:
    present = set(values)
    return [float(value) for value in range(categories) if value not in present]


def _variance(count: float, total: float, squares: float) -> float:
    """The variance of a node from its moments, in Spark's arithmetic."""
    return (squares - total * total / count) / count if count else 0.0
