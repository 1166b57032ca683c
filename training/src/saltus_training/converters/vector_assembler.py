"""VectorAssembler: MLeap's `vector_assembler`."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from saltus_training.bundle import Model, Node, Socket, values
from saltus_training.columns import NUMERIC_TYPES, Column, Slot, is_decimal
from saltus_training.converters import policies
from saltus_training.converters.base import Converted, known_vector_size, require_type, sockets

if TYPE_CHECKING:
    from saltus_training.bundle.values import Value
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage; the shapes of its inputs come from the stages before it."""
    params = stage.params
    names, output = params.strings("inputCols"), params.string("outputCol")
    handle_invalid = params.string("handleInvalid")
    columns = scope.columns.read(*names)
    slots = tuple(chain.from_iterable(map(_slots, columns)))
    attributes: dict[str, Value] = {"input_shapes": values.data_shapes(columns)}
    if handle_invalid != "error":
        attributes["handle_invalid"] = values.string(handle_invalid)
    node = Node(
        Model("vector_assembler", attributes), sockets("input", names), (Socket("output", output),)
    )
    exact = all(column.exact for column in columns)
    return Converted(
        nodes=(node,),
        columns=(Column(output, f"vector[{len(slots)}]", exact=exact, slots=slots),),
        beyond_mleap=tuple(sorted({"handle_invalid"} & set(attributes))),
        # MLeap has no decimals.
        portable=not any(is_decimal(column.type) for column in columns),
        findings=tuple(policies.null_raises(columns, scope, handle_invalid)),
    )


def _slots(column: Column) -> tuple[Slot, ...]:
    """Names the elements of a column as Spark does."""
    if not column.is_vector:
        numeric = (
            column.type in NUMERIC_TYPES or column.type == "boolean" or is_decimal(column.type)
        )
        require_type(column, numeric, "numbers, booleans or vectors")
        if column.type != "double":
            # Spark looks for categories in columns of doubles alone.
            return (Slot(column.name, origin=column.origin),)
        return (Slot(column.name, column.arity, column.origin, column.labels),)
    size = known_vector_size(column)
    if column.slots is None:
        return tuple(Slot(f"{column.name}_{index}") for index in range(size))
    return tuple(replace(slot, name=f"{column.name}_{slot.name}") for slot in column.slots)
