"""MinHashLSHModel: MLeap's `min_hash_lsh`.

The numbers are Spark's, which computes in 64 bits; MLeap's own runtime overflows 32.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.columns import Column
from saltus_training.converters.base import Converted, InOut, known_vector_size
from saltus_training.converters.policies import null_always_raises

if TYPE_CHECKING:
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage

#: One vector of one number for each hash table.
HASHES = "list<vector[1]>"


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage; Spark saves factor and summand of each hash table in turn."""
    in_out = InOut.of(stage)
    (column,) = scope.columns.read(*in_out.inputs)
    size = known_vector_size(column)
    coefficients: list[int] = stage.row()["randCoefficients"]
    attributes = {
        "random_coefficients_a": values.longs(coefficients[::2]),
        "random_coefficients_b": values.longs(coefficients[1::2]),
        "input_size": values.integer(size),
    }
    node = in_out.node(Model("min_hash_lsh", attributes))
    return Converted(
        nodes=(node,),
        columns=(Column(in_out.outputs[0], HASHES),),
        findings=tuple(null_always_raises([column], scope)),
    )
