"""IDFModel: MLeap's `idf`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.columns import Column
from saltus_training.converters.base import Converted, InOut, require_vector
from saltus_training.converters.policies import null_always_raises
from saltus_training.saved_model import read_vector

if TYPE_CHECKING:
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage; models saved by Spark 2 do not tell the counts behind the weights."""
    in_out, row = InOut.of(stage), stage.row()
    (column,) = scope.columns.read(*in_out.inputs)
    weights = read_vector(row["idf"])
    require_vector(column, len(weights))
    attributes = {"idf": values.vector(weights)}
    if "docFreq" in row:
        attributes["docFreq"] = values.longs(row["docFreq"])
        attributes["numDocs"] = values.long(row["numDocs"])
    node = in_out.node(Model("idf", attributes))
    weighted = Column(in_out.outputs[0], f"vector[{len(weights)}]", exact=column.exact)
    return Converted(
        nodes=(node,), columns=(weighted,), findings=tuple(null_always_raises([column], scope))
    )
