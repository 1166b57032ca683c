"""StandardScalerModel: MLeap's `standard_scaler`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.columns import Column
from saltus_training.converters.base import Converted, InOut, require_vector
from saltus_training.saved_model import read_vector

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saltus_training.bundle.values import Value
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage; MLeap tells the two flags by which of mean and std exist."""
    row, params = stage.row(), stage.params
    mean, std = read_vector(row["mean"]), read_vector(row["std"])
    return scaled(
        stage,
        scope,
        len(std),
        mean=mean if params.boolean("withMean") else None,
        std=std if params.boolean("withStd") else None,
    )


def scaled(
    stage: SavedStage,
    scope: Scope,
    size: int,
    *,
    mean: Sequence[float] | None,
    std: Sequence[float] | None,
    rewritten: str | None = None,
) -> Converted:
    """Converts a stage that subtracts *mean* and divides by *std*, where they are given."""
    in_out = InOut.of(stage)
    (column,) = scope.columns.read(*in_out.inputs)
    require_vector(column, size)
    attributes: dict[str, Value] = {}
    if mean is not None:
        attributes["mean"] = values.vector(mean)
    if std is not None:
        attributes["std"] = values.vector(std)
    return Converted(
        nodes=(in_out.node(Model("standard_scaler", attributes)),),
        columns=(Column(in_out.outputs[0], f"vector[{size}]", exact=column.exact),),
        rewritten=rewritten,
        # MLeap refuses a scaler that does nothing.
        portable=bool(attributes),
    )
