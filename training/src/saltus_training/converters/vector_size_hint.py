"""VectorSizeHint: `saltus.vector_size_hint`, or nothing where nothing is left to check.

It adds no column. Afterwards the size of its vectors is known.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from saltus_training.bundle import Model, Node, Socket, values
from saltus_training.converters import policies
from saltus_training.converters.base import Converted, require_vector

if TYPE_CHECKING:
    from saltus_training.columns import Column
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage."""
    params = stage.params
    size, handle_invalid = params.integer("size"), params.string("handleInvalid")
    (column,) = scope.columns.read(params.string("inputCol"))
    require_vector(column, size)
    nullable = column.nullable and handle_invalid == "optimistic"
    scope.columns.describe(replace(column, type=f"vector[{size}]", nullable=nullable))
    if handle_invalid == "optimistic" or _is_certain(column):
        return Converted(nodes=(), rewritten="left out: there is nothing to check at scoring")
    attributes = {
        "size": values.integer(size),
        "handle_invalid": values.string(handle_invalid),
    }
    node = Node(
        Model("saltus.vector_size_hint", attributes), inputs=(Socket("input", column.name),)
    )
    return Converted(
        nodes=(node,),
        portable=False,
        findings=tuple(policies.null_raises([column], scope, handle_invalid)),
    )


def _is_certain(column: Column) -> bool:
    return column.vector_size is not None and not column.nullable
