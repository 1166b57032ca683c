"""Decision trees, and the forests and boosted trees made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from saltus_testing.reference.classifier import (
    ROUNDING,
    Classifier,
    Raw,
    argmax,
    exceeds,
    exponential,
    normalize,
)
from saltus_testing.reference.values import Vector, present, total

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Leaf:
    """Weights of the classes; in a regression a prediction."""

    values: Sequence[float]


@dataclass(frozen=True)
class Split:
    """An inner node: goes left up to the threshold, or by the categories of one side."""

    feature: int
    left: Tree
    right: Tree
    threshold: float = 0.0
    left_categories: Sequence[float] = ()
    arity: int = 0


Tree = Leaf | Split


def leaf(tree: Tree, features: Vector) -> Leaf:
    while isinstance(tree, Split):
        tree = tree.left if goes_left(tree, features[tree.feature]) else tree.right
    return tree


def goes_left(split: Split, value: float) -> bool:
    """Tell the side; of the categories Spark holds the smaller set, at a tie the left one."""
    if not split.arity:
        return value <= split.threshold
    if len(split.left_categories) <= split.arity // 2:
        return value in split.left_categories
    return value not in set(range(split.arity)) - set(split.left_categories)


def predict(tree: Tree, features: Vector | None) -> float:
    return leaf(tree, present(features)).values[0]


def mean_prediction(trees: Sequence[Tree], features: Vector | None) -> float:
    return total(predict(tree, features) for tree in trees) / len(trees)


def weighted_prediction(
    trees: Sequence[Tree], weights: Sequence[float], features: Vector | None
) -> float:
    pairs = zip(trees, weights, strict=True)
    return total(predict(tree, features) * weight for tree, weight in pairs)


@dataclass(frozen=True)
class TreeClassifier(Classifier):
    tree: Tree
    thresholds: Sequence[float] | None = None

    def raw(self, features: Vector) -> Raw:
        return Raw(leaf(self.tree, features).values)

    def probability(self, raw: Sequence[float]) -> list[float]:
        return normalize(raw)

    def alone(self, raw: Raw) -> float:
        """Return the leaf's own prediction, which knows no thresholds."""
        return argmax(raw.values)


@dataclass(frozen=True)
class ForestClassifier(Classifier):
    """Every tree has one vote, split by the shares of its leaf."""

    trees: Sequence[Tree]
    thresholds: Sequence[float] | None = None

    def raw(self, features: Vector) -> Raw:
        votes = [0.0] * len(leaf(self.trees[0], features).values)
        for tree in self.trees:
            weights = leaf(tree, features).values
            whole = total(weights)
            if whole != 0.0:
                votes = [vote + w / whole for vote, w in zip(votes, weights, strict=True)]
        return Raw(votes)

    def probability(self, raw: Sequence[float]) -> list[float]:
        return normalize(raw)


@dataclass(frozen=True)
class BoostedClassifier(Classifier):
    trees: Sequence[Tree]
    weights: Sequence[float]
    thresholds: Sequence[float] | None = None

    def raw(self, features: Vector) -> Raw:
        margin = weighted_prediction(self.trees, self.weights, features)
        return Raw([-margin, margin], ROUNDING)

    def probability(self, raw: Sequence[float]) -> list[float]:
        first = 1.0 / (1.0 + exponential(-2.0 * raw[0]))
        return [first, 1.0 - first]

    def alone(self, raw: Raw) -> float:
        if self.thresholds is not None:
            return self.from_raw(raw)
        return exceeds(raw.values[1], 0.0, raw.rounding)
