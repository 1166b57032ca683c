"""FeatureHasher: MLeap's `feature_hasher`.

A byte is a number, as in Spark; MLeap's own runtime takes it for a category.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, Node, Socket, values
from saltus_training.columns import NUMERIC_TYPES, Column
from saltus_training.converters.base import Converted, require_type, sockets

if TYPE_CHECKING:
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage

_ACCEPTED = NUMERIC_TYPES | {"string", "boolean"}


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage; what it does with a column depends on the column's type."""
    params = stage.params
    names, output = params.strings("inputCols"), params.string("outputCol")
    columns = scope.columns.read(*names)
    for column in columns:
        require_type(column, column.type in _ACCEPTED, "numbers, booleans or strings")
    size = params.integer("numFeatures")
    categorical = params.strings("categoricalCols") if params.is_set("categoricalCols") else ()
    attributes = {
        "num_features": values.long(size),
        "input_names": values.strings(names),
        "categorical_cols": values.strings(categorical),
        "basic_types": values.basic_types(column.type for column in columns),
        "input_shapes": values.data_shapes(columns),
    }
    node = Node(
        Model("feature_hasher", attributes), sockets("input", names), (Socket("output", output),)
    )
    exact = all(column.exact for column in columns)
    return Converted(nodes=(node,), columns=(Column(output, f"vector[{size}]", exact=exact),))
