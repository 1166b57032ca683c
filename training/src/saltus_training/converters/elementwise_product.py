"""ElementwiseProduct: MLeap's `elementwise_product`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.columns import Column
from saltus_training.converters.base import Converted, InOut, require_vector

if TYPE_CHECKING:
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage."""
    in_out, factors = InOut.of(stage), stage.params.vector("scalingVec")
    (column,) = scope.columns.read(*in_out.inputs)
    require_vector(column, len(factors))
    model = Model("elementwise_product", {"scaling_vec": values.vector(factors)})
    return Converted(
        nodes=(in_out.node(model),),
        columns=(Column(in_out.outputs[0], f"vector[{len(factors)}]", exact=column.exact),),
    )
