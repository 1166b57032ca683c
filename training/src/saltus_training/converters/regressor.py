"""What regressors share: one number as the prediction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.columns import Column
from saltus_training.converters import predictor
from saltus_training.converters.predictor import Output

if TYPE_CHECKING:
    from saltus_training.converters.base import Converted, Scope
    from saltus_training.converters.predictor import Fitted
    from saltus_training.saved_model import SavedStage


def regressor(stage: SavedStage, scope: Scope, fitted: Fitted, *more: Output) -> Converted:
    """Builds the node of a regressor that reads nothing but features.

    Args:
        stage: The saved model.
        scope: Where it stands.
        fitted: What it computes with.
        more: Outputs beside the prediction.
    """
    features = predictor.features(stage, scope, fitted)
    prediction = prediction_output(stage, scope, exact=fitted.exact and features.exact)
    return predictor.predictor(fitted, features, [prediction, *more])


def prediction_output(
    stage: SavedStage, scope: Scope, *, exact: bool, nullable: bool = False
) -> Output:
    """Returns the prediction; notes that only training needs the column of the label."""
    scope.columns.target_labels(stage.params.string("labelCol"))
    name = stage.params.string("predictionCol")
    return Output(
        "prediction", Column(name, "double", nullable=nullable, exact=exact, role="prediction")
    )
