"""Normalizer: MLeap's `normalizer`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.columns import Column
from saltus_training.converters.base import Converted, InOut, known_vector_size

if TYPE_CHECKING:
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage

# Those that need no power.
_EXACT_NORMS = (1.0, 2.0, math.inf)


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage; an infinite p is written as MLeap writes it, as null."""
    in_out, power = InOut.of(stage), stage.params.double("p")
    (column,) = scope.columns.read(*in_out.inputs)
    size = known_vector_size(column)
    attributes = {
        "p_norm": values.double(math.nan if math.isinf(power) else power),
        "input_size": values.integer(size),
    }
    exact = column.exact and power in _EXACT_NORMS
    return Converted(
        nodes=(in_out.node(Model("normalizer", attributes)),),
        columns=(Column(in_out.outputs[0], f"vector[{size}]", exact=exact),),
    )
