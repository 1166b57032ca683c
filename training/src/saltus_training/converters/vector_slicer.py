"""VectorSlicer: MLeap's `vector_slicer`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.columns import Column
from saltus_training.converters.base import Converted, InOut, known_vector_size, pick_slots
from saltus_training.errors import ExportError

if TYPE_CHECKING:
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage; what it picks by name is looked up in the attributes of its input."""
    in_out, params = InOut.of(stage), stage.params
    indices, names = params.integers("indices"), params.strings("names")
    (column,) = scope.columns.read(*in_out.inputs)
    size, named = known_vector_size(column), _named(column, names)
    picked = (*indices, *named)
    attributes = {
        "indices": values.longs(indices),
        "names": values.strings(names),
        "named_indices": values.integers(named),
        "input_size": values.integer(size),
    }
    sliced = Column(
        in_out.outputs[0],
        f"vector[{len(picked)}]",
        exact=column.exact,
        slots=pick_slots(column, picked),
    )
    return Converted(
        nodes=(in_out.node(Model("vector_slicer", attributes)),),
        columns=(sliced,),
    )


def _named(column: Column, names: tuple[str, ...]) -> list[int]:
    known = {slot.name: index for index, slot in enumerate(column.slots or ())}
    missing = [name for name in names if name not in known]
    if missing:
        raise ExportError(
            f"it takes the elements {', '.join(map(repr, missing))} of column `{column.name}`, "
            f"whose elements have {'other' if known else 'no'} names",
            fix="give the StructType of the frame the model was fitted on, with its ML attributes, "
            "or slice by indices",
            rule="unknown-fact",
        )
    return [known[name] for name in names]
