"""ImputerModel: MLeap's `imputer`, one for each column."""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING

from saltus_training.bundle import Model, Node, Socket, values
from saltus_training.columns import INTEGRAL_TYPES, NUMERIC_TYPES, Column
from saltus_training.converters.base import Converted, InOut, require_type
from saltus_training.errors import ExportError

if TYPE_CHECKING:
    from saltus_training.bundle.values import Value
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts each column to a node of its own: MLeap's op has one input and one output.

    An output may have the name of a column that is there, and takes its place, as in Spark.
    """
    in_out = InOut.of(stage)
    columns = scope.columns.read(*in_out.inputs)
    overwritten = [name for name in in_out.outputs if name in scope.columns]
    _refuse_overtaking(in_out)
    scope.columns.overwrite(overwritten)
    surrogates = stage.row()
    nodes = tuple(
        _node(stage, column, output, surrogates[column.name])
        for column, output in zip(columns, in_out.outputs, strict=True)
    )
    return Converted(
        nodes=nodes,
        columns=tuple(
            _imputed(column, output) for column, output in zip(columns, in_out.outputs, strict=True)
        ),
        rewritten="one imputer for each column" if in_out.numbered else None,
        beyond_mleap=tuple(sorted({name for node in nodes for name in _added(node)})),
        portable=not overwritten,
        boundaries=_boundaries(stage, columns),
    )


def _refuse_overtaking(in_out: InOut) -> None:
    """Spark imputes all columns at once, nodes run one after the other."""
    for position, output in enumerate(in_out.outputs):
        if output in in_out.inputs[position + 1 :]:
            raise ExportError(
                f"it overwrites the column `{output}` before it imputes it",
                fix="give each column an output of its own name or a new one, and fit again",
                rule="overwritten-column",
            )


def _node(stage: SavedStage, column: Column, output: str, surrogate: float) -> Node:
    require_type(column, column.type in NUMERIC_TYPES, "numbers")
    attributes: dict[str, Value] = {
        "surrogate_value": values.double(_cast(surrogate, column)),
        "missing_value": values.double(stage.params.double("missingValue")),
        "strategy": values.string(stage.params.string("strategy")),
        "nullable_input": values.boolean(column.nullable),
    }
    if column.type != "double":
        attributes["output_type"] = values.string(column.type)
    return Node(
        Model("imputer", attributes), (Socket("input", column.name),), (Socket("output", output),)
    )


def _added(node: Node) -> set[str]:
    return {"output_type"} & set(node.model.attributes)


def _imputed(column: Column, output: str) -> Column:
    # Nullable as Spark declares it, although no null is left.
    return Column(
        output, column.type, nullable=column.nullable, exact=column.exact, origin=column.origin
    )


def _cast(surrogate: float, column: Column) -> float:
    """Casts the surrogate, a double, to the column's type as Spark does for every row."""
    if column.type in INTEGRAL_TYPES and not math.isfinite(surrogate):
        raise ExportError(
            f"the surrogate of column `{column.name}` is {surrogate}",
            fix="fit it on data whose mean, median or mode is finite",
        )
    if column.type in INTEGRAL_TYPES:
        return float(math.trunc(surrogate))
    if column.type == "float":
        return float(struct.unpack("f", struct.pack("f", surrogate))[0])
    return surrogate


def _boundaries(stage: SavedStage, columns: list[Column]) -> dict[str, list[float]]:
    missing = stage.params.double("missingValue")
    if math.isnan(missing):
        return {}
    return {column.origin: [missing] for column in columns if column.origin is not None}
