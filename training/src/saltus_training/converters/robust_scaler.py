"""RobustScalerModel: MLeap's `standard_scaler`, with the median as mean and the range as std.

Spark itself runs both models through one function.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.converters.standard_scaler import scaled
from saltus_training.saved_model import read_vector

if TYPE_CHECKING:
    from saltus_training.converters.base import Converted, Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage."""
    row, params = stage.row(), stage.params
    median, spread = read_vector(row["median"]), read_vector(row["range"])
    return scaled(
        stage,
        scope,
        len(spread),
        mean=median if params.boolean("withCentering") else None,
        std=spread if params.boolean("withScaling") else None,
        rewritten="a standard_scaler, with the median as mean and the range as std",
    )
