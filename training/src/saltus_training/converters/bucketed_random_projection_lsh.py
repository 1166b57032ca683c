"""BucketedRandomProjectionLSHModel: MLeap's `bucketed_random_projection_lsh`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.columns import Column
from saltus_training.converters.base import Converted, InOut, require_vector
from saltus_training.converters.min_hash_lsh import HASHES
from saltus_training.converters.policies import null_always_raises
from saltus_training.saved_model import read_matrix

if TYPE_CHECKING:
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage; each row of the saved matrix is the projection of one hash table."""
    in_out = InOut.of(stage)
    (column,) = scope.columns.read(*in_out.inputs)
    projections = read_matrix(stage.row()["randUnitVectors"])
    require_vector(column, projections.columns)
    attributes = {
        "random_unit_vectors": values.vectors(map(projections.row, range(projections.rows))),
        "bucket_length": values.double(stage.params.double("bucketLength")),
        "input_size": values.integer(projections.columns),
    }
    node = in_out.node(Model("bucketed_random_projection_lsh", attributes))
    return Converted(
        nodes=(node,),
        columns=(Column(in_out.outputs[0], HASHES, exact=False),),
        findings=tuple(null_always_raises([column], scope)),
    )
