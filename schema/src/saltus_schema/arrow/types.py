"""The Arrow type of each type of the feature schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from saltus_schema.arrow.cells import literals
from saltus_schema.errors import ColumnError
from saltus_schema.types.integer import EXACT

if TYPE_CHECKING:
    from saltus_schema.field import Field

SCALARS = {
    "boolean": pa.bool_(),
    "byte": pa.int8(),
    "short": pa.int16(),
    "int": pa.int32(),
    "long": pa.int64(),
    "float": pa.float32(),
    "double": pa.float64(),
    "string": pa.string(),
}
_VECTOR = pa.struct(
    {"size": pa.int64(), "indices": pa.list_(pa.int64()), "values": pa.list_(pa.float64())}
)
_TEXTUAL = {"date": pa.date32(), "timestamp": pa.timestamp("us", "UTC")}


def array(name: str, values: list[Any]) -> pa.Array:
    """Return validated values of the schema's type *name* as an Arrow array."""
    if name in _TEXTUAL:
        return pa.array(values, pa.string()).cast(_TEXTUAL[name])
    if name.startswith("decimal("):
        precision, scale = name.removeprefix("decimal(").removesuffix(")").split(",")
        return pa.array(values, pa.string()).cast(pa.decimal128(int(precision), int(scale)))
    if name.startswith("vector"):
        return pa.array([_vector(value) for value in values], _VECTOR)
    if name.startswith("list<"):
        return pa.array(values, pa.list_(SCALARS[name[5:-1]]))
    return pa.array(values, SCALARS[name])


def _vector(value: Any) -> Any:
    return {"values": value} if isinstance(value, list) else value


def cast(column: pa.Array, field: Field, *, text: bool) -> pa.Array | None:
    """Return the column as the field's type; `None` where some value is no such value.

    Floats are doubles yet, as in JSON: bounds hold for a number before it is rounded.

    Args:
        column: What the file holds.
        field: What the model takes.
        text: Whether every cell of the file is text.

    Raises:
        ColumnError: No value of the column's type is one of the field's.
    """
    target = SCALARS[field.type]
    if not _castable(column.type, target, text=text):
        raise ColumnError(f"column `{field.name}` is {column.type}, the model takes {field.type}")
    if text and field.type != "string":
        column = literals(column, field)
        if column is None:
            return None
    if pa.types.is_floating(column.type) and pa.types.is_integer(target) and not _exact(column):
        return None
    try:
        return column.cast(pa.float64() if field.type == "float" else target)
    except pa.ArrowInvalid:
        return None


def _exact(column: pa.Array) -> bool:
    """Tell whether no whole number among the values may have lost digits."""
    ends = pc.min_max(column).as_py().values()
    return all(end is None or abs(end) <= EXACT for end in ends)


def _castable(source: pa.DataType, target: pa.DataType, *, text: bool) -> bool:
    if pa.types.is_dictionary(source):
        source = source.value_type
    if text or pa.types.is_null(source):
        return True
    if pa.types.is_string(target):
        return bool(
            pa.types.is_string(source)
            or pa.types.is_large_string(source)
            or pa.types.is_string_view(source)
        )
    if pa.types.is_boolean(target):
        return bool(pa.types.is_boolean(source))
    return bool(pa.types.is_integer(source) or pa.types.is_floating(source))
