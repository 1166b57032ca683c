"""What all classifiers share: their columns, ports and thresholds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Node, Socket, values
from saltus_training.columns import Column, Role
from saltus_training.converters.base import Converted, require_vector

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from saltus_training.bundle import Model
    from saltus_training.bundle.values import Value
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage

_VECTOR_OUTPUTS: tuple[tuple[Role, str], ...] = (
    ("raw_prediction", "rawPredictionCol"),
    ("probability", "probabilityCol"),
)


def features(stage: SavedStage, scope: Scope, size: int) -> Column:
    """Returns the column a classifier reads, once it is known to fit the model."""
    (column,) = scope.columns.read(stage.params.string("featuresCol"))
    require_vector(column, size)
    return column


def thresholds(stage: SavedStage) -> dict[str, Value]:
    """Returns the `thresholds` attribute, where they are set."""
    listed = stage.params.optional_doubles("thresholds")
    return {} if listed is None else {"thresholds": values.doubles(listed)}


def classifier(
    stage: SavedStage,
    scope: Scope,
    *,
    model: Model,
    classes: int,
    exact: bool,
    portable: bool = True,
    boundaries: Mapping[str, Sequence[float]] | None = None,
) -> Converted:
    """Builds the node of a classifier with the outputs whose column is set.

    Args:
        stage: The saved model.
        scope: Where it stands.
        model: Its op and attributes.
        classes: The number of classes.
        exact: Whether raw predictions and probabilities are the same bits on every machine.
        portable: Whether MLeap's own runtime can load it.
        boundaries: Values by pipeline input at which it changes what it does.
    """
    params = stage.params
    labels = scope.columns.target_labels(params.string("labelCol"))
    names = labels if labels is not None and len(labels) == classes else None
    columns = [
        Column(params.string(param), f"vector[{classes}]", exact=exact, role=role, classes=names)
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
    present = tuple(column for column in columns if column.name)
    node = Node(
        model,
        (Socket("features", params.string("featuresCol")),),
        tuple(Socket(column.role, column.name) for column in present),
    )
    return Converted(nodes=(node,), columns=present, portable=portable, boundaries=boundaries or {})
