"""OneVsRestModel: MLeap's `one_vs_rest`, with one classifier inside for each class."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.converters import (
    decision_tree_classifier,
    fm_classifier,
    gbt_classifier,
    linear_svc,
    logistic_regression,
    multilayer_perceptron_classifier,
    naive_bayes,
    predictor,
    random_forest_classifier,
)
from saltus_training.converters.classifier import BINARY, FittedClassifier, class_outputs
from saltus_training.errors import ExportError
from saltus_training.saved_model import SavedStage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from saltus_training.converters.base import Converted, Scope

_PACKAGE = "org.apache.spark.ml.classification"

_READERS: dict[str, Callable[[SavedStage], FittedClassifier]] = {
    f"{_PACKAGE}.DecisionTreeClassificationModel": decision_tree_classifier.read,
    f"{_PACKAGE}.FMClassificationModel": fm_classifier.read,
    f"{_PACKAGE}.GBTClassificationModel": gbt_classifier.read,
    f"{_PACKAGE}.LinearSVCModel": linear_svc.read,
    f"{_PACKAGE}.LogisticRegressionModel": logistic_regression.read,
    f"{_PACKAGE}.MultilayerPerceptronClassificationModel": multilayer_perceptron_classifier.read,
    f"{_PACKAGE}.NaiveBayesModel": naive_bayes.read,
    f"{_PACKAGE}.RandomForestClassificationModel": random_forest_classifier.read,
}


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage with the classifiers inside, whose own columns Spark ignores."""
    classes = stage.integer("numClasses")
    inner = [_read_inner(stage, index) for index in range(classes)]
    fitted = _fit(classes, inner)
    features = predictor.features(stage, scope, fitted)
    known = scope.columns.target_labels(stage.params.string("labelCol"))
    labels = _labels(stage)
    exact = fitted.exact and features.exact
    outputs = class_outputs(stage, classes, labels if known is None else known, exact=exact)
    # Of all classifiers this one alone hands the labels on, to an IndexToString for example.
    *others, prediction = outputs
    named = replace(prediction.column, labels=labels)
    outputs = [*others, replace(prediction, column=named)]
    return predictor.predictor(fitted, features, outputs)


def _read_inner(stage: SavedStage, index: int) -> FittedClassifier:
    inner = SavedStage.read(stage.folder / f"model_{index}")
    read = _READERS.get(inner.class_name)
    if read is None:
        supported = sorted(name.rpartition(".")[2] for name in _READERS)
        raise ExportError(
            f"its classifiers are of the class {inner.class_name}, which has no converter",
            fix=f"use one of {', '.join(supported)}",
        )
    fitted = read(inner)
    if fitted.classes != BINARY:
        raise ExportError(
            f"its classifier {index} tells {fitted.classes} classes apart, where one from the "
            "rest is to be told",
            fix="fit it with a classifier of two classes",
        )
    return fitted


def _fit(classes: int, inner: Sequence[FittedClassifier]) -> FittedClassifier:
    size = inner[0].size
    return FittedClassifier(
        Model(
            "one_vs_rest",
            {"num_classes": values.long(classes), "num_features": values.long(size)},
            models={f"model{index}": fitted.model for index, fitted in enumerate(inner)},
        ),
        size,
        exact=all(fitted.exact for fitted in inner),
        portable=all(fitted.portable for fitted in inner),
        classes=classes,
    )


def _labels(stage: SavedStage) -> tuple[str, ...] | None:
    """Returns the labels of the column it was trained to give, which Spark keeps for it."""
    kept = json.loads(str(stage.metadata.extra.get("labelMetadata", "{}")))
    labels = kept.get("ml_attr", {}).get("vals")
    return None if labels is None else tuple(labels)
