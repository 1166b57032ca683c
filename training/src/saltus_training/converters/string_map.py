"""StringMap of MLeap's Spark extension: `string_map`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.columns import Column
from saltus_training.converters import policies
from saltus_training.converters.base import Converted, InOut, require_type

if TYPE_CHECKING:
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage."""
    in_out, row = InOut.of(stage), stage.row()
    labels, handle_invalid = dict(row["labels"]), row["handleInvalid"]
    columns = scope.columns.read(*in_out.inputs)
    for column in columns:
        require_type(column, column.type == "string", "strings")
    attributes = {
        "labels": values.strings(labels),
        "values": values.doubles(labels.values()),
        "handle_invalid": values.string(handle_invalid),
        "default_value": values.double(row["defaultValue"]),
    }
    return Converted(
        nodes=(in_out.node(Model("string_map", attributes)),),
        columns=(Column(in_out.outputs[0], "double", nullable=False),),
        categories={
            column.origin: tuple(labels) for column in columns if column.origin is not None
        },
        findings=(
            *policies.unseen_raises(columns, scope, handle_invalid),
            *policies.null_raises(columns, scope, handle_invalid),
        ),
    )
