"""PolynomialExpansion: MLeap's `polynomial_expansion`."""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.columns import Column
from saltus_training.converters.base import Converted, InOut, known_vector_size

if TYPE_CHECKING:
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage."""
    in_out, degree = InOut.of(stage), stage.params.integer("degree")
    (column,) = scope.columns.read(*in_out.inputs)
    size = known_vector_size(column)
    attributes = {"degree": values.long(degree), "input_size": values.long(size)}
    # All monomials up to the degree, but for the 1.
    expanded = comb(size + degree, degree) - 1
    return Converted(
        nodes=(in_out.node(Model("polynomial_expansion", attributes)),),
        columns=(Column(in_out.outputs[0], f"vector[{expanded}]", exact=column.exact),),
    )
