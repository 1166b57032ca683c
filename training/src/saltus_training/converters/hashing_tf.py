"""HashingTF: MLeap's `hashing_term_frequency`.

Tokens that are no strings are hashed as the numbers they are, as in Spark; MLeap's own runtime
hashes their text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.columns import NUMERIC_TYPES, Column
from saltus_training.converters.base import Converted, InOut, require_type
from saltus_training.converters.policies import null_always_raises

if TYPE_CHECKING:
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage

_ACCEPTED = {f"list<{name}>" for name in (*NUMERIC_TYPES, "boolean", "string")}


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage; a model that Spark 2 saved keeps the hash of Spark 2, as in Spark."""
    in_out, params = InOut.of(stage), stage.params
    (column,) = scope.columns.read(*in_out.inputs)
    require_type(column, column.type in _ACCEPTED, "lists of strings, numbers or booleans")
    size = params.integer("numFeatures")
    attributes = {
        "num_features": values.long(size),
        "binary": values.boolean(params.boolean("binary")),
        "hashUnsafeBytesVersion": values.integer(_hash_version(stage)),
    }
    node = in_out.node(Model("hashing_term_frequency", attributes))
    return Converted(
        nodes=(node,),
        columns=(Column(in_out.outputs[0], f"vector[{size}]"),),
        findings=tuple(null_always_raises([column], scope)),
    )


def _hash_version(stage: SavedStage) -> int:
    return 1 if stage.metadata.spark_version.startswith("2.") else 2
