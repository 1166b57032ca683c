"""Binarizer: MLeap's `binarizer`, one for each column."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.columns import NUMERIC_TYPES, Column
from saltus_training.converters.base import (
    Converted,
    InOut,
    known_vector_size,
    require_count,
    require_type,
)

if TYPE_CHECKING:
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts each column to a node of its own: MLeap cannot load what it writes for several."""
    in_out = InOut.of(stage)
    columns = scope.columns.read(*in_out.inputs)
    thresholds = _thresholds(stage, len(columns))
    pairs = list(zip(columns, thresholds, strict=True))
    return Converted(
        nodes=in_out.single_nodes(_model(column, threshold) for column, threshold in pairs),
        columns=tuple(
            _binary(column, output) for column, output in zip(columns, in_out.outputs, strict=True)
        ),
        rewritten="one binarizer for each column" if in_out.numbered else None,
        boundaries={
            column.origin: (threshold,) for column, threshold in pairs if column.origin is not None
        },
    )


def _thresholds(stage: SavedStage, count: int) -> tuple[float, ...]:
    given = stage.params.optional_doubles("thresholds")
    if given is None:
        return (stage.params.double("threshold"),) * count
    require_count(len(given), "thresholds", count)
    return given


def _model(column: Column, threshold: float) -> Model:
    attributes = {
        "threshold": values.double(threshold),
        # Whether the column is nullable, Spark does not care.
        "input_shapes": values.data_shape(replace(column, nullable=False)),
    }
    return Model("binarizer", attributes)


def _binary(column: Column, output: str) -> Column:
    if column.is_vector:
        return Column(output, f"vector[{known_vector_size(column)}]")
    require_type(column, column.type in NUMERIC_TYPES, "numbers or vectors")
    return Column(output, "double", nullable=False)
