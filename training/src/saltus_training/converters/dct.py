"""DCT: MLeap's `dct`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.columns import Column
from saltus_training.converters.base import Converted, InOut, known_vector_size

if TYPE_CHECKING:
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage."""
    in_out = InOut.of(stage)
    (column,) = scope.columns.read(*in_out.inputs)
    size = known_vector_size(column)
    attributes = {
        "inverse": values.boolean(stage.params.boolean("inverse")),
        "input_size": values.integer(size),
    }
    return Converted(
        nodes=(in_out.node(Model("dct", attributes)),),
        columns=(Column(in_out.outputs[0], f"vector[{size}]", exact=False),),
    )
