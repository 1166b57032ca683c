"""LogisticRegressionModel: MLeap's `logistic_regression`, binomial and multinomial."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.converters import classifier
from saltus_training.converters.classifier import BINARY, FittedClassifier
from saltus_training.converters.linear import sparsity
from saltus_training.saved_model import Matrix, read_matrix, read_vector

if TYPE_CHECKING:
    from saltus_training.bundle.values import Value
    from saltus_training.converters.base import Converted, Scope
    from saltus_training.saved_model import Params, SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage."""
    return classifier.classifier(stage, scope, read(stage))


def read(stage: SavedStage) -> FittedClassifier:
    """Reads the coefficients, and the threshold or the thresholds."""
    row = stage.row()
    classes: int = row["numClasses"]
    coefficients = read_matrix(row["coefficientMatrix"])
    intercepts = read_vector(row["interceptVector"])
    if row["isMultinomial"]:
        attributes = _multinomial(stage, coefficients, intercepts)
    else:
        attributes = _binomial(stage.params, coefficients, intercepts)
    return FittedClassifier(
        Model(
            "logistic_regression",
            {
                "num_classes": values.long(classes),
                **attributes,
                **sparsity(row["coefficientMatrix"]),
            },
        ),
        coefficients.columns,
        # MLeap tells the two forms by the number of classes alone.
        portable=not (row["isMultinomial"] and classes <= BINARY),
        classes=classes if row["isMultinomial"] else BINARY,
    )


def _multinomial(
    stage: SavedStage, coefficients: Matrix, intercepts: tuple[float, ...]
) -> dict[str, Value]:
    return {
        "coefficient_matrix": values.matrix(
            coefficients.values, coefficients.rows, coefficients.columns
        ),
        "intercept_vector": values.vector(intercepts),
        **classifier.thresholds(stage),
    }


def _binomial(
    params: Params, coefficients: Matrix, intercepts: tuple[float, ...]
) -> dict[str, Value]:
    return {
        "coefficients": values.vector(coefficients.row(0)),
        "intercept": values.double(intercepts[0]),
        "threshold": values.double(_threshold(params)),
    }


def _threshold(params: Params) -> float:
    """Folds two thresholds into one, in Spark's arithmetic."""
    pair = params.optional_doubles("thresholds")
    if pair is None:
        return params.double("threshold")
    negative, positive = pair
    return 1.0 / (1.0 + negative / positive) if positive else 0.0
