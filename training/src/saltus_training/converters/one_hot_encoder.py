"""OneHotEncoderModel: MLeap's `one_hot_encoder`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.columns import NUMERIC_TYPES, Column, Slot
from saltus_training.converters.base import Converted, InOut, require_type
from saltus_training.converters.policies import unseen_raises
from saltus_training.errors import ExportError

if TYPE_CHECKING:
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts all columns to one node."""
    in_out, params = InOut.of(stage), stage.params
    sizes: list[int] = stage.row()["categorySizes"]
    drop_last, keep = params.boolean("dropLast"), params.string("handleInvalid") == "keep"
    columns = scope.columns.read(*in_out.inputs)
    if len(sizes) != len(columns):
        raise ExportError(
            f"it has {len(sizes)} category sizes for {len(columns)} columns",
            fix="save the fitted model again",
        )
    for column, size in zip(columns, sizes, strict=True):
        _check(column, size)
    attributes = {
        "category_sizes": values.integers(sizes),
        "drop_last": values.boolean(drop_last),
        "handle_invalid": values.string(params.string("handleInvalid")),
    }
    node = in_out.node(Model("one_hot_encoder", attributes))
    encoded = [
        _encoded(column, output, size, drop_last=drop_last, keep=keep)
        for column, output, size in zip(columns, in_out.outputs, sizes, strict=True)
    ]
    return Converted(
        nodes=(node,),
        columns=tuple(encoded),
        findings=tuple(unseen_raises(columns, scope, stage.params.string("handleInvalid"))),
        boundaries={
            column.origin: (0.0, float(size))
            for column, size in zip(columns, sizes, strict=True)
            if column.origin is not None
        },
    )


def _check(column: Column, size: int) -> None:
    require_type(column, column.type in NUMERIC_TYPES, "category indices")
    if column.arity not in (None, size):
        raise ExportError(
            f"it was fitted on {size} categories, but the column `{column.name}` has "
            f"{column.arity}: Spark raises on every row",
            fix="fit the encoder again, on the column as the stages before it make it",
        )


def _encoded(column: Column, output: str, size: int, *, drop_last: bool, keep: bool) -> Column:
    names = column.labels if column.labels and len(column.labels) == size else map(str, range(size))
    slots = [*names, "invalidValues"] if keep else list(names)
    if drop_last:
        slots.pop()
    return Column(
        output,
        f"vector[{len(slots)}]",
        exact=column.exact,
        slots=tuple(Slot(name) for name in slots),
    )
