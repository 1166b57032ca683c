"""NaiveBayesModel: MLeap's `naive_bayes`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.converters.classifier import FittedClassifier, classifier, thresholds
from saltus_training.saved_model import Matrix, read_matrix, read_vector

if TYPE_CHECKING:
    from saltus_training.bundle.values import Value
    from saltus_training.converters.base import Converted, Scope
    from saltus_training.saved_model import SavedStage

_MLEAP_LOADS = {"multinomial", "bernoulli"}


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage; complement and gaussian models are written too, as MLeap writes them."""
    return classifier(stage, scope, read(stage))


def read(stage: SavedStage) -> FittedClassifier:
    """Reads the likelihoods, their kind and the thresholds."""
    row, kind = stage.row(), stage.params.string("modelType")
    theta = read_matrix(row["theta"])
    attributes = {
        "num_features": values.long(theta.columns),
        "num_classes": values.long(theta.rows),
        "pi": values.vector(read_vector(row["pi"])),
        "theta": _matrix(theta),
        "sigma": _matrix(read_matrix(row["sigma"])),
        "model_type": values.string(kind),
        **thresholds(stage),
    }
    return FittedClassifier(
        Model("naive_bayes", attributes),
        theta.columns,
        portable=kind in _MLEAP_LOADS,
        classes=theta.rows,
    )


def _matrix(matrix: Matrix) -> Value:
    return values.matrix(matrix.values, matrix.rows, matrix.columns)
