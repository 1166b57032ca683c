"""StandardScalerModel: MLeap's `standard_scaler`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, Node, values
from saltus_training.columns import Column
from saltus_training.converters.base import Converted, InOut, require_vector
from saltus_training.saved_model import read_vector

if TYPE_CHECKING:
    from saltus_training.bundle.values import Value
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage; MLeap tells the two flags by which of mean and std exist."""
    in_out, row = InOut.of(stage), stage.row()
    (column,) = scope.columns.read(*in_out.inputs)
    std, mean = read_vector(row["std"]), read_vector(row["mean"])
    require_vector(column, len(std))
    attributes: dict[str, Value] = {}
    if stage.params.boolean("withMean"):
        attributes["mean"] = values.vector(mean)
    if stage.params.boolean("withStd"):
        attributes["std"] = values.vector(std)
    node = Node(
        Model("standard_scaler", attributes), in_out.input_sockets(), in_out.output_sockets()
    )
    return Converted(
        nodes=(node,),
        columns=(Column(in_out.outputs[0], f"vector[{len(std)}]", exact=column.exact),),
        # MLeap refuses a scaler that does nothing.
        portable=bool(attributes),
    )
