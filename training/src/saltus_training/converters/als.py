"""ALSModel: MLeap's `als`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, Node, Socket, values
from saltus_training.columns import NUMERIC_TYPES, Column
from saltus_training.converters.base import Converted, require_type

if TYPE_CHECKING:
    from saltus_training.bundle.values import Value
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage

#: What Spark does with an unknown user or item unless told otherwise.
_DEFAULT_STRATEGY = "nan"


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage; MLeap has no place for `coldStartStrategy`."""
    params = stage.params
    names = (params.string("userCol"), params.string("itemCol"))
    for column in scope.columns.read(*names):
        require_type(column, column.type in NUMERIC_TYPES, "numbers within the range of an int")
    attributes = {
        "rank": values.integer(stage.integer("rank")),
        **_factors(stage, "user"),
        **_factors(stage, "item"),
    }
    strategy = params.string("coldStartStrategy").lower()
    if strategy != _DEFAULT_STRATEGY:
        attributes["cold_start_strategy"] = values.string(strategy)
    output = params.string("predictionCol")
    node = Node(
        Model("als", attributes),
        (Socket("user", names[0]), Socket("item", names[1])),
        (Socket("prediction", output),),
    )
    return Converted(
        nodes=(node,),
        columns=(Column(output, "float", nullable=False, exact=False, role="prediction"),),
        beyond_mleap=tuple(sorted({"cold_start_strategy"} & set(attributes))),
    )


def _factors(stage: SavedStage, side: str) -> dict[str, Value]:
    rows = stage.rows(f"{side}Factors")
    return {
        f"{side}s": values.integers(row["id"] for row in rows),
        f"{side}_factors": values.float_vectors(row["features"] for row in rows),
    }
