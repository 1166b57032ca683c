"""Trees and their ensembles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from saltus_testing.mleap import doubles, scalar, strings
from saltus_testing.pipelines.models import (
    add_classifier,
    add_prediction,
    thresholds,
    with_thresholds,
)
from saltus_testing.reference import trees as reference
from saltus_testing.reference.trees import Leaf, Split

if TYPE_CHECKING:
    from saltus_testing.mleap import Json
    from saltus_testing.pipelines.draft import Draft
    from saltus_testing.reference.trees import Tree

DEPTH = 3


def tree(draft: Draft, size: int, classes: int, depth: int = DEPTH) -> Tree:
    """Draw a tree; without classes its leaves are predictions."""
    if not depth or draft.choice(True, False, False):
        weights = st.integers(0, 9).map(float)
        values = draft.draw(st.lists(weights, min_size=classes, max_size=classes))
        return Leaf(values or [draft.number()])
    left, right = (tree(draft, size, classes, depth - 1) for _ in range(2))
    feature = draft.draw(st.integers(0, size - 1))
    if draft.choice(True, True, False):
        return Split(feature, left, right, threshold=draft.number())
    arity = draft.draw(st.integers(2, 5))
    categories = st.integers(0, arity - 1).map(float)
    held = draft.draw(st.lists(categories, min_size=1, max_size=arity - 1, unique=True))
    return Split(feature, left, right, left_categories=held, arity=arity)


def lines(node: Tree) -> list[Json]:
    """Return the nodes as MLeap lists them: the smaller set of categories, at a tie the right."""
    if isinstance(node, Leaf):
        return [{"type": "leaf", "values": list(node.values)}]
    split: Json = {"featureIndex": node.feature}
    if node.arity:
        left = sorted(node.left_categories)
        right = [float(c) for c in range(node.arity) if c not in node.left_categories]
        is_left = len(left) < len(right)
        split |= {"type": "categorical", "isLeft": is_left, "numCategories": node.arity}
        split["categories"] = left if is_left else right
    else:
        split |= {"type": "continuous", "threshold": node.threshold}
    return [{"type": "internal", "split": split}, *lines(node.left), *lines(node.right)]


def ensemble(draft: Draft, size: int, classes: int = 0) -> tuple[list[Tree], list[float], Any]:
    """Draw trees and their weights; their files come without the attributes of their models."""
    trees = [tree(draft, size, classes) for _ in range(draft.choice(1, 2, 3))]
    op = "decision_tree_classifier" if classes else "decision_tree_regression"
    model = {"op": op, "attributes": sizes(size, classes)}
    files: dict[str, Any] = {}
    for position, each in enumerate(trees):
        files |= {f"tree{position}/model": model, f"tree{position}/tree": lines(each)}
    return trees, draft.numbers(len(trees)), files


def sizes(size: int, classes: int) -> Json:
    attributes = {"num_features": scalar("long", size)}
    return {**attributes, "num_classes": scalar("long", classes)} if classes else attributes


def members(weights: list[float]) -> Json:
    names = [f"tree{position}" for position in range(len(weights))]
    return {"trees": strings(*names), "tree_weights": doubles(*weights)}


def decision_tree_regression(draft: Draft) -> None:
    features = draft.vector()
    root = tree(draft, features.size, 0)
    add_prediction(
        draft,
        "decision_tree_regression",
        features,
        sizes(features.size, 0),
        lambda vector: reference.predict(root, vector),
        exact=True,
        files={"tree": lines(root)},
    )


def decision_tree_classifier(draft: Draft) -> None:
    features, classes = draft.vector(), draft.choice(2, 3)
    root, limits = tree(draft, features.size, classes), thresholds(draft, classes)
    classifier = reference.TreeClassifier(root, limits)
    attributes = with_thresholds(sizes(features.size, classes), limits)
    model = (classifier, attributes, {"tree": lines(root)})
    add_classifier(draft, "decision_tree_classifier", features, model, classes=classes, exact=True)


def random_forest_regression(draft: Draft) -> None:
    features = draft.vector()
    trees, weights, files = ensemble(draft, features.size)
    add_prediction(
        draft,
        "random_forest_regression",
        features,
        {**sizes(features.size, 0), **members(weights)},
        lambda vector: reference.mean_prediction(trees, vector),
        exact=True,
        files=files,
    )


def random_forest_classifier(draft: Draft) -> None:
    features, classes = draft.vector(), draft.choice(2, 3)
    trees, weights, files = ensemble(draft, features.size, classes)
    limits = thresholds(draft, classes)
    classifier = reference.ForestClassifier(trees, limits)
    attributes = with_thresholds({**sizes(features.size, classes), **members(weights)}, limits)
    model = (classifier, attributes, files)
    add_classifier(draft, "random_forest_classifier", features, model, classes=classes, exact=True)


def gbt_regression(draft: Draft) -> None:
    features = draft.vector()
    trees, weights, files = ensemble(draft, features.size)
    add_prediction(
        draft,
        "gbt_regression",
        features,
        {**sizes(features.size, 0), **members(weights)},
        lambda vector: reference.weighted_prediction(trees, weights, vector),
        files=files,
    )


def gbt_classifier(draft: Draft) -> None:
    features = draft.vector()
    trees, weights, files = ensemble(draft, features.size)
    limits = thresholds(draft, 2)
    classifier = reference.BoostedClassifier(trees, weights, limits)
    attributes = with_thresholds({**sizes(features.size, 2), **members(weights)}, limits)
    add_classifier(draft, "gbt_classifier", features, (classifier, attributes, files), classes=2)
