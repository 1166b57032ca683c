"""MaxAbsScalerModel: MLeap's `max_abs_scaler`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.columns import Column
from saltus_training.converters.base import Converted, InOut, require_vector
from saltus_training.saved_model import read_vector

if TYPE_CHECKING:
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage."""
    in_out = InOut.of(stage)
    (column,) = scope.columns.read(*in_out.inputs)
    largest = read_vector(stage.row()["maxAbs"])
    require_vector(column, len(largest))
    model = Model("max_abs_scaler", {"maxAbs": values.vector(largest)})
    return Converted(
        nodes=(in_out.node(model),),
        columns=(Column(in_out.outputs[0], f"vector[{len(largest)}]", exact=column.exact),),
    )
