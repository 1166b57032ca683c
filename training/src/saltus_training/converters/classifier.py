"""What all classifiers share: their columns, ports and thresholds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from saltus_training.bundle import values
from saltus_training.columns import Column, Role
from saltus_training.converters import predictor
from saltus_training.converters.predictor import Fitted, Output

if TYPE_CHECKING:
    from saltus_training.bundle.values import Value
    from saltus_training.converters.base import Converted, Scope
    from saltus_training.saved_model import SavedStage

BINARY = 2

_VECTOR_OUTPUTS: tuple[tuple[Role, str], ...] = (
    ("raw_prediction", "rawPredictionCol"),
    ("probability", "probabilityCol"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedClassifier(Fitted):
    """A saved classifier apart from its columns.

    Attributes:
        classes: The number of classes.
    """

    classes: int = BINARY


def thresholds(stage: SavedStage) -> dict[str, Value]:
    """Returns the `thresholds` attribute, where they are set."""
    listed = stage.params.optional_doubles("thresholds")
    return {} if listed is None else {"thresholds": values.doubles(listed)}


def classifier(
    stage: SavedStage, scope: Scope, fitted: FittedClassifier, *more: Output
) -> Converted:
    """Builds the node of a classifier with the outputs whose column is set.

    Args:
        stage: The saved model.
        scope: Where it stands.
        fitted: What it computes with.
        more: Outputs beside raw prediction, probability and prediction.
    """
    features = predictor.features(stage, scope, fitted)
    exact = fitted.exact and features.exact
    labels = scope.columns.target_labels(stage.params.string("labelCol"))
    outputs = class_outputs(stage, fitted.classes, labels, exact=exact)
    return predictor.predictor(fitted, features, [*outputs, *more])


def class_outputs(
    stage: SavedStage, classes: int, labels: tuple[str, ...] | None, *, exact: bool
) -> list[Output]:
    """Returns what classifiers give; one without probabilities has no parameter for their column.

    Args:
        stage: The saved model.
        classes: The number of classes.
        labels: The labels of the column it was trained to give.
        exact: Whether raw predictions and probabilities are the same bits on every machine.
    """
    params = stage.params
    names = labels if labels is not None and len(labels) == classes else None
    columns = [
        Column(
            params.optional_string(param) or "",
            f"vector[{classes}]",
            exact=exact,
            role=role,
            classes=names,
        )
        for role, param in _VECTOR_OUTPUTS
    ]
    columns.append(
        Column(
            params.string("predictionCol"),
            "double",
            nullable=False,
            arity=classes,
            role="prediction",
            classes=names,
        )
    )
    return [Output(column.role, column) for column in columns]
