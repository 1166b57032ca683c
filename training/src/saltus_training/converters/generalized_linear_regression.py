"""GeneralizedLinearRegressionModel: MLeap's `generalized_linear_regression`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, Socket, values
from saltus_training.columns import NUMERIC_TYPES, Column
from saltus_training.converters import predictor
from saltus_training.converters.base import require_type
from saltus_training.converters.linear import linear
from saltus_training.converters.predictor import Fitted, Output
from saltus_training.converters.regressor import prediction_output

if TYPE_CHECKING:
    from saltus_training.bundle.values import Value
    from saltus_training.converters.base import Converted, Scope
    from saltus_training.saved_model import Params, SavedStage

_TWEEDIE = "tweedie"
_POWERS = {"variance_power": "variancePower", "link_power": "linkPower"}


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage.

    MLeap knows neither the powers of the tweedie family nor an offset.
    """
    fitted = _read(stage)
    features = predictor.features(stage, scope, fitted)
    offset = _offset(stage, scope)
    nullable = offset is not None and offset.nullable
    # MLeap's order of ports.
    outputs = [
        Output(
            "link_prediction",
            Column(
                stage.params.optional_string("linkPredictionCol") or "",
                "double",
                nullable=nullable,
                exact=False,
            ),
        ),
        prediction_output(stage, scope, exact=False, nullable=nullable),
    ]
    inputs = () if offset is None else (Socket("offset", offset.name),)
    return predictor.predictor(fitted, features, outputs, inputs=inputs)


def _read(stage: SavedStage) -> Fitted:
    attributes, size = linear(stage.row())
    family = stage.params.string("family").lower()
    attributes["family"] = values.string(family)
    added = _powers(stage.params) if family == _TWEEDIE else {}
    link = None if family == _TWEEDIE else stage.params.optional_string("link")
    if link is not None:
        attributes["link"] = values.string(link.lower())
    return Fitted(
        Model("generalized_linear_regression", {**attributes, **added}),
        size,
        portable=not added and not _offset_name(stage),
        beyond_mleap=tuple(sorted(added)),
    )


def _powers(params: Params) -> dict[str, Value]:
    powers = {name: params.optional_double(param) for name, param in _POWERS.items()}
    return {name: values.double(power) for name, power in powers.items() if power is not None}


def _offset_name(stage: SavedStage) -> str:
    return stage.params.optional_string("offsetCol") or ""


def _offset(stage: SavedStage, scope: Scope) -> Column | None:
    name = _offset_name(stage)
    if not name:
        return None
    (column,) = scope.columns.read(name)
    require_type(column, column.type in NUMERIC_TYPES, "numbers")
    return column
