"""MinMaxScalerModel: MLeap's `min_max_scaler`."""

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
    in_out, row, params = InOut.of(stage), stage.row(), stage.params
    (column,) = scope.columns.read(*in_out.inputs)
    low, high = read_vector(row["originalMin"]), read_vector(row["originalMax"])
    require_vector(column, len(low))
    attributes = {
        "min": values.vector(low),
        "max": values.vector(high),
        "minValue": values.double(params.double("min")),
        "maxValue": values.double(params.double("max")),
    }
    return Converted(
        nodes=(in_out.node(Model("min_max_scaler", attributes)),),
        columns=(Column(in_out.outputs[0], f"vector[{len(low)}]", exact=column.exact),),
    )
