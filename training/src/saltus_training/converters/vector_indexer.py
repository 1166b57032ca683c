"""VectorIndexerModel: MLeap's `vector_indexer`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.columns import Column, Slot
from saltus_training.converters.base import Converted, InOut, require_vector
from saltus_training.java_text import double_to_string

if TYPE_CHECKING:
    from saltus_training.bundle.values import Value
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage

#: Categories by element: each value with its index.
Categories = dict[int, dict[float, int]]


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage."""
    in_out, row = InOut.of(stage), stage.row()
    size, handle_invalid = int(row["numFeatures"]), stage.params.string("handleInvalid")
    categories = {feature: dict(known) for feature, known in row["categoryMaps"]}
    (column,) = scope.columns.read(*in_out.inputs)
    require_vector(column, size)
    attributes: dict[str, Value] = {
        "num_features": values.long(size),
        "keys": values.longs(categories),
        "handle_invalid": values.string(handle_invalid),
    }
    for feature, known in categories.items():
        attributes[f"key_{feature}_keys"] = values.doubles(known)
        attributes[f"key_{feature}_values"] = values.longs(known.values())
    slots = tuple(
        _slot(column, feature, categories.get(feature), handle_invalid) for feature in range(size)
    )
    indexed = Column(in_out.outputs[0], f"vector[{size}]", exact=column.exact, slots=slots)
    return Converted(
        nodes=(in_out.node(Model("vector_indexer", attributes)),),
        columns=(indexed,),
        boundaries=_boundaries(column, categories),
    )


def _slot(
    column: Column, feature: int, known: dict[float, int] | None, handle_invalid: str
) -> Slot:
    """Describes an element as Spark does: two categories, if there can be no third, are binary."""
    slot = column.slots[feature] if column.slots else Slot(str(feature))
    if known is None:
        return slot
    labels = [double_to_string(value) for value in sorted(known)]
    if handle_invalid == "keep":
        labels.append("__unknown")
    if len(labels) == 2 and handle_invalid == "error":
        return Slot(slot.name)
    return Slot(slot.name, len(labels), labels=tuple(labels))


def _boundaries(column: Column, categories: Categories) -> dict[str, list[float]]:
    """The categories of elements that repeat an input of the pipeline."""
    slots = column.slots or ()
    return {
        slot.origin: sorted(categories[feature])
        for feature, slot in enumerate(slots)
        if slot.origin is not None and feature in categories
    }
