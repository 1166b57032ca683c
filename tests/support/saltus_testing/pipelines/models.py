"""Models over a vector of features."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from saltus_testing.mleap import doubles, scalar, tensor
from saltus_testing.pipelines.draft import Stage
from saltus_testing.reference.classifier import one_vs_rest as classify_one_vs_rest
from saltus_testing.reference.clustering import nearest
from saltus_testing.reference.isotonic import interpolate
from saltus_testing.reference.linear import BinaryLogistic, LinearSVC, MultinomialLogistic, linear
from saltus_testing.reference.values import present

if TYPE_CHECKING:
    from saltus_testing.mleap import Json
    from saltus_testing.pipelines.draft import Column, Draft
    from saltus_testing.reference.classifier import Classifier

Model = tuple["Classifier", "Json", dict[str, Any]]
"""A classifier, its attributes, and the files beside its model file."""

PORTS = ("raw_prediction", "probability", "prediction")
PORT_SETS = (PORTS, ("raw_prediction", "prediction"), ("probability", "prediction"), PORTS[2:])


def add_classifier(
    draft: Draft,
    op: str,
    features: Column,
    model: Model,
    *,
    classes: int,
    exact: bool = False,
) -> None:
    """Add a classifier with some of the columns that it may have."""
    classifier, attributes, files = model
    ports = draft.choice(*PORT_SETS)
    if op == "linear_svc":
        ports = tuple(port for port in ports if port != "probability")
    made = {
        port: draft.made("number", exact=True, categories=classes)
        if port == "prediction"
        else draft.made("vector", classes, exact=exact)
        for port in ports
    }

    def score(vector: Any) -> dict[str, Any]:
        return classifier.classify(vector, ports)

    draft.add(Stage(op, {"features": features}, made, attributes, score, files))


def add_prediction(
    draft: Draft, op: str, features: Column, attributes: Json, score: Any, **options: Any
) -> None:
    """Add a model of one output."""
    made = {"prediction": draft.made("number", exact=options.get("exact", False))}
    files = options.get("files", {})
    draft.add(
        Stage(
            op,
            {"features": features},
            made,
            attributes,
            lambda vector: {"prediction": score(vector)},
            files,
        )
    )


def thresholds(draft: Draft, classes: int) -> list[float] | None:
    """At most one may be 0."""
    drawn = draft.draw(st.lists(st.integers(1, 8), min_size=classes, max_size=classes))
    values = [eighths / 8 for eighths in drawn]
    values[0] *= draft.choice(0.0, 1.0)
    return draft.choice(None, values)


def with_thresholds(attributes: Json, values: list[float] | None) -> Json:
    return attributes if values is None else {**attributes, "thresholds": doubles(*values)}


def linear_regression(draft: Draft) -> None:
    features = draft.vector(inexact=True)
    coefficients, intercept = draft.numbers(features.size), draft.number()
    attributes = {
        "coefficients": tensor(*coefficients),
        "intercept": scalar("double", intercept),
    }
    add_prediction(
        draft,
        "linear_regression",
        features,
        attributes,
        lambda vector: linear(present(vector), coefficients, intercept),
    )


def binary_attributes(
    coefficients: list[float], intercept: float, threshold: float
) -> dict[str, Any]:
    return {
        "num_classes": scalar("long", 2),
        "coefficients": tensor(*coefficients),
        "intercept": scalar("double", intercept),
        "threshold": scalar("double", threshold),
    }


def binary_logistic(draft: Draft, size: int) -> tuple[BinaryLogistic, Json]:
    coefficients, intercept = draft.numbers(size), draft.number()
    threshold = draft.choice(0.5, 0.25, 0.0, 1.0)
    attributes = binary_attributes(coefficients, intercept, threshold)
    return BinaryLogistic(coefficients, intercept, threshold), attributes


def support_vectors(draft: Draft, size: int) -> tuple[LinearSVC, Json]:
    coefficients, intercept, threshold = draft.numbers(size), draft.number(), draft.number()
    attributes = binary_attributes(coefficients, intercept, threshold)
    return LinearSVC(coefficients, intercept, threshold), attributes


def linear_svc(draft: Draft) -> None:
    features = draft.vector(inexact=True)
    model: Model = (*support_vectors(draft, features.size), {})
    add_classifier(draft, "linear_svc", features, model, classes=2)


def logistic_regression(draft: Draft) -> None:
    """Two classes or three."""
    features = draft.vector(inexact=True)
    if draft.choice(True, False):
        binary: Model = (*binary_logistic(draft, features.size), {})
        add_classifier(draft, "logistic_regression", features, binary, classes=2)
        return
    matrix, intercepts = [draft.numbers(features.size) for _ in range(3)], draft.numbers(3)
    limits = thresholds(draft, 3)
    by_column = [row[column] for column in range(features.size) for row in matrix]
    attributes = {
        "num_classes": scalar("long", 3),
        "coefficient_matrix": tensor(*by_column, dimensions=[3, features.size]),
        "intercept_vector": tensor(*intercepts),
    }
    classifier = MultinomialLogistic(matrix, intercepts, limits)
    model: Model = (classifier, with_thresholds(attributes, limits), {})
    add_classifier(draft, "logistic_regression", features, model, classes=3)


def one_vs_rest(draft: Draft) -> None:
    features = draft.vector(inexact=True)
    classes = draft.choice(2, 3)
    op, kind = draft.choice(
        ("logistic_regression", binary_logistic), ("linear_svc", support_vectors)
    )
    models = [kind(draft, features.size) for _ in range(classes)]
    classifiers: list[Classifier] = [classifier for classifier, _ in models]
    files = {
        f"model{i}/model": {"op": op, "attributes": attributes}
        for i, (_, attributes) in enumerate(models)
    }
    attributes = {
        "num_classes": scalar("long", classes),
        "num_features": scalar("long", features.size),
    }
    made = {
        "raw_prediction": draft.made("vector", classes, exact=False),
        "prediction": draft.made("number", exact=True),
    }

    def score(vector: Any) -> dict[str, Any]:
        return dict(zip(made, classify_one_vs_rest(classifiers, vector), strict=True))

    draft.add(Stage("one_vs_rest", {"features": features}, made, attributes, score, files))


def k_means(draft: Draft) -> None:
    features = draft.vector()
    centers = [draft.numbers(features.size) for _ in range(draft.choice(1, 2, 4))]
    centers += draft.choice([], centers)
    attributes = {
        "cluster_centers": {"type": "list", "tensor": [tensor(*center) for center in centers]},
        "num_features": scalar("long", features.size),
    }
    made = {"prediction": draft.made("int", exact=True)}

    def score(vector: Any) -> dict[str, Any]:
        return {"prediction": nearest(vector, centers)}

    draft.add(Stage("k_means", {"features": features}, made, attributes, score))


def isotonic_regression(draft: Draft) -> None:
    """Over an element of a vector."""
    features = draft.vector()
    boundaries = sorted(draft.draw(st.sets(st.integers(-40, 40), min_size=1, max_size=5)))
    predictions = draft.numbers(len(boundaries))
    places = [float(boundary) for boundary in boundaries]
    element = draft.draw(st.integers(0, features.size - 1))
    attributes = {
        "boundaries": doubles(*places),
        "predictions": doubles(*predictions),
        "isotonic": scalar("boolean", True),
        "feature_index": scalar("long", element),
    }
    add_prediction(
        draft,
        "isotonic_regression",
        features,
        attributes,
        lambda vector: interpolate(present(vector)[element], places, predictions),
        exact=True,
    )
