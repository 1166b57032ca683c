"""MathUnary and MathBinary of MLeap's Spark extension: `math_unary` and `math_binary`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, Node, Socket, values
from saltus_training.columns import NUMERIC_TYPES, Column
from saltus_training.converters.base import Converted, require_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saltus_training.bundle.values import Value
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage

_EXACT = {"abs", "sqrt", "floor", "ceil", "round", "add", "sub", "mul", "div", "rem", "min", "max"}


def convert_unary(stage: SavedStage, scope: Scope) -> Converted:
    """Converts a function of one number."""
    return _convert(stage, scope, "math_unary", [("inputCol", "input")], {})


def convert_binary(stage: SavedStage, scope: Scope) -> Converted:
    """Converts a function of two numbers; a side without a column is a constant."""
    row = stage.row()
    constants = {name: values.double(row[name]) for name in ("da", "db") if row[name] is not None}
    ports = [("inputA", "input_a"), ("inputB", "input_b")]
    return _convert(stage, scope, "math_binary", ports, constants)


def _convert(
    stage: SavedStage,
    scope: Scope,
    op: str,
    ports: Sequence[tuple[str, str]],
    constants: dict[str, Value],
) -> Converted:
    operation, output = stage.row()["operation"], stage.params.string("outputCol")
    given = [(port, stage.params.optional_string(param)) for param, port in ports]
    inputs = [Socket(port, name) for port, name in given if name is not None]
    columns = scope.columns.read(*(socket.name for socket in inputs))
    for column in columns:
        require_type(column, column.type in NUMERIC_TYPES, "numbers")
    made = Column(
        output,
        "double",
        nullable=any(column.nullable for column in columns),
        exact=operation in _EXACT and all(column.exact for column in columns),
    )
    model = Model(op, {"operation": values.string(operation), **constants})
    return Converted(
        nodes=(Node(model, tuple(inputs), (Socket("output", output),)),), columns=(made,)
    )
