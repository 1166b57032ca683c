"""ChiSqSelectorModel, UnivariateFeatureSelectorModel, VarianceThresholdSelectorModel.

Spark runs all three through one function, and so do we: MLeap's `chi_sq_selector`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.columns import Column
from saltus_training.converters.base import Converted, InOut, known_vector_size, pick_slots

if TYPE_CHECKING:
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage."""
    in_out = InOut.selected(stage)
    indices: list[int] = sorted(stage.row()["selectedFeatures"])
    (column,) = scope.columns.read(*in_out.inputs)
    attributes = {
        "filter_indices": values.longs(indices),
        "input_size": values.integer(known_vector_size(column)),
    }
    selected = Column(
        in_out.outputs[0],
        f"vector[{len(indices)}]",
        exact=column.exact,
        slots=pick_slots(column, indices),
    )
    return Converted(
        nodes=(in_out.node(Model("chi_sq_selector", attributes)),),
        columns=(selected,),
        rewritten=None if stage.short_name == "ChiSqSelectorModel" else "a chi_sq_selector",
    )
