"""Interaction: MLeap's `interaction`."""

from __future__ import annotations

from functools import reduce
from math import prod
from typing import TYPE_CHECKING

from saltus_training.bundle import Model, Node, Socket, values
from saltus_training.columns import NUMERIC_TYPES, Column, Slot
from saltus_training.converters.base import Converted, require_type, sockets
from saltus_training.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saltus_training.bundle.values import Value
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage; the categories of its inputs come from the stages before it."""
    names, output = stage.params.strings("inputCols"), stage.params.string("outputCol")
    columns = scope.columns.read(*names)
    elements = [_elements(column) for column in columns]
    arities = [[max(1, slot.arity or 1) for slot in slots] for slots in elements]
    attributes: dict[str, Value] = {
        "num_inputs": values.integer(len(columns)),
        "input_shapes": values.data_shapes(columns),
    }
    for position, counts in enumerate(arities):
        attributes[f"num_features{position}"] = values.integers(counts)
    node = Node(
        Model("interaction", attributes), sockets("input", names), (Socket("output", output),)
    )
    interacted = Column(
        output,
        f"vector[{prod(map(sum, arities))}]",
        exact=all(column.exact for column in columns),
        slots=_slots(columns, elements),
    )
    return Converted(nodes=(node,), columns=(interacted,))


def _elements(column: Column) -> tuple[Slot, ...]:
    if not column.is_vector:
        # Spark refuses booleans, whatever its documentation says.
        require_type(column, column.type in NUMERIC_TYPES, "numbers or vectors")
        return (Slot(column.name, column.arity, labels=column.labels),)
    if column.slots is None:
        raise ExportError(
            f"which elements of column `{column.name}` are categories, and how many there are, "
            "is unknown",
            fix="give the StructType of the frame the model was fitted on, with its ML attributes",
            rule="unknown-fact",
        )
    return column.slots


def _slots(columns: list[Column], elements: list[tuple[Slot, ...]]) -> tuple[Slot, ...]:
    """Names each product as Spark does; the last input varies fastest."""
    encoded = [
        [name for slot in slots for name in _encoded(column, slot)]
        for column, slots in zip(columns, elements, strict=True)
    ]
    names = reduce(
        lambda heads, tails: [f"{head}:{tail}" for head in heads for tail in tails], encoded
    )
    return tuple(map(Slot, names))


def _encoded(column: Column, slot: Slot) -> Iterator[str]:
    name = f"{column.name}_{slot.name}" if column.is_vector else slot.name
    if slot.arity is None:
        yield name
        return
    for label in slot.labels or range(slot.arity):
        yield f"{name}_{label}"
