"""PCAModel: MLeap's `pca`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.columns import Column
from saltus_training.converters.base import Converted, InOut, require_vector
from saltus_training.saved_model import read_matrix

if TYPE_CHECKING:
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage."""
    in_out, components = InOut.of(stage), read_matrix(stage.row()["pc"])
    (column,) = scope.columns.read(*in_out.inputs)
    require_vector(column, components.rows)
    matrix = values.matrix(components.values, components.rows, components.columns)
    projected = Column(in_out.outputs[0], f"vector[{components.columns}]", exact=False)
    return Converted(
        nodes=(in_out.node(Model("pca", {"principal_components": matrix})),),
        columns=(projected,),
    )
