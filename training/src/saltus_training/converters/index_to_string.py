"""IndexToString: MLeap's `reverse_string_indexer`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.columns import NUMERIC_TYPES, Column
from saltus_training.converters.base import Converted, InOut, require_type
from saltus_training.converters.policies import null_always_raises
from saltus_training.errors import ExportError

if TYPE_CHECKING:
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage; labels that are not set are those of the column it reads."""
    in_out = InOut.of(stage)
    (column,) = scope.columns.read(*in_out.inputs)
    require_type(column, column.type in NUMERIC_TYPES, "category indices")
    labels = _labels(stage, column)
    attributes = {
        "labels": values.strings(labels),
        "input_shape": values.scalar_shape(nullable=column.nullable),
    }
    node = in_out.node(Model("reverse_string_indexer", attributes))
    return Converted(
        nodes=(node,),
        columns=(Column(in_out.outputs[0], "string"),),
        findings=tuple(null_always_raises([column], scope)),
        boundaries={} if column.origin is None else {column.origin: (0.0, len(labels) - 1.0)},
    )


def _labels(stage: SavedStage, column: Column) -> tuple[str, ...]:
    given = stage.params.strings("labels") if stage.params.is_set("labels") else ()
    labels = given or column.labels
    if not labels:
        raise ExportError(
            f"it has no labels, and nothing tells those of the column `{column.name}`",
            fix="set its `labels`, for example to those of the StringIndexerModel, and save again",
        )
    return labels
