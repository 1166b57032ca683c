"""IsotonicRegressionModel: MLeap's `isotonic_regression`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.converters import predictor
from saltus_training.converters.base import require_type
from saltus_training.converters.predictor import Fitted
from saltus_training.converters.regressor import prediction_output
from saltus_training.errors import ExportError

if TYPE_CHECKING:
    from saltus_training.bundle.values import Value
    from saltus_training.columns import Column
    from saltus_training.converters.base import Converted, Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage, over a column of doubles or over one element of a vector."""
    params = stage.params
    predictor.require_name(stage)
    (features,) = scope.columns.read(params.string("featuresCol"))
    require_type(features, features.is_vector or features.type == "double", "doubles or vectors")
    row = stage.row()
    attributes: dict[str, Value] = {
        "boundaries": values.doubles(row["boundaries"]),
        "predictions": values.doubles(row["predictions"]),
        "isotonic": values.boolean(row["isotonic"]),
    }
    if features.is_vector:
        index = params.integer("featureIndex")
        _require_element(features, index)
        attributes["feature_index"] = values.long(index)
    fitted = Fitted(Model("isotonic_regression", attributes), size=1, exact=True)
    prediction = prediction_output(
        stage,
        scope,
        exact=features.exact,
        # Spark gives null for a null that is no vector.
        nullable=features.nullable and not features.is_vector,
    )
    return predictor.predictor(fitted, features, [prediction])


def _require_element(features: Column, index: int) -> None:
    if features.vector_size is not None and index >= features.vector_size:
        raise ExportError(
            f"it reads element {index} of column `{features.name}`, "
            f"which holds vectors of size {features.vector_size}",
            fix="correct the schema, or set `featureIndex`",
        )
