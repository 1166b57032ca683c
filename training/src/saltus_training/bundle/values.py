"""MLeap's attribute values in their JSON form.

A scalar that equals its type's default is an empty object: that is how MLeap writes and reads it.
"""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from saltus_training.columns import Column
    from saltus_training.saved_model import Matrix

Value = dict[str, Any]

#: Nine digits tell any two 32-bit numbers apart.
_FLOAT_DIGITS = 10


def boolean(value: bool) -> Value:
    """A boolean."""
    return {"boolean": True} if value else {}


def string(value: str) -> Value:
    """A string."""
    return {"string": value} if value else {}


def integer(value: int) -> Value:
    """A 32-bit integer."""
    return {"int": value} if value else {}


def long(value: int) -> Value:
    """A 64-bit integer."""
    return {"long": value} if value else {}


def double(value: float) -> Value:
    """A double; -0.0 is written out, since the default would lose its sign."""
    if value == 0.0 and math.copysign(1.0, value) > 0:
        return {}
    return {"double": value}


def strings(values: Iterable[str]) -> Value:
    """A list of strings."""
    return _list("string", list(values))


def integers(values: Iterable[int]) -> Value:
    """A list of 32-bit integers."""
    return _list("int", list(values))


def longs(values: Iterable[int]) -> Value:
    """A list of 64-bit integers."""
    return _list("long", list(values))


def doubles(values: Iterable[float]) -> Value:
    """A list of doubles."""
    return _list("double", list(values))


def vector(values: Sequence[float]) -> Value:
    """A tensor with one dimension."""
    return _tensor(values, [len(values)])


def matrix(values: Sequence[float], rows: int, columns: int) -> Value:
    """A tensor with two dimensions, its values column by column."""
    return _tensor(values, [rows, columns])


def vectors(rows: Iterable[Sequence[float]]) -> Value:
    """A list of tensors with one dimension."""
    return _list("tensor", [_bare(vector(row)) for row in rows])


def float_vectors(rows: Iterable[Sequence[float]]) -> Value:
    """A list of 32-bit tensors with one dimension."""
    return _list(
        "tensor", [{"float": list(map(_float, row)), "shape": _shape([len(row)])} for row in rows]
    )


def matrices(given: Iterable[Matrix]) -> Value:
    """A list of tensors with two dimensions."""
    return _list("tensor", [_bare(matrix(m.values, m.rows, m.columns)) for m in given])


def basic_types(names: Iterable[str]) -> Value:
    """A list of type names."""
    return _list("basic_type", list(names))


def data_shapes(columns: Iterable[Column]) -> Value:
    """The shapes of columns: scalar, or vector with its size."""
    return _list("data_shape", [_data_shape(column) for column in columns])


def data_shape(column: Column) -> Value:
    """The shape of one column."""
    return {"data_shape": _data_shape(column)}


def scalar_shape(*, nullable: bool) -> Value:
    """The shape of a scalar column, alone."""
    return {"data_shape": {"base": "scalar", "isNullable": nullable}}


def _list(kind: str, values: list[Any]) -> Value:
    return {"type": "list", kind: values} if values else {"type": "list"}


def _tensor(values: Sequence[float], sizes: list[int]) -> Value:
    return {
        "type": "tensor",
        "double": list(values),
        "shape": _shape(sizes),
    }


def _bare(tensor: Value) -> Value:
    """In a list it goes without saying that a tensor is one."""
    return {name: part for name, part in tensor.items() if name != "type"}


def _float(value: float) -> float:
    """Shortens a widened 32-bit number to the digits that tell it from its neighbours."""
    if not math.isfinite(value):
        return value
    shortest = (float(f"{value:.{digits}g}") for digits in range(1, _FLOAT_DIGITS))
    return next((short for short in shortest if _as_float(short) == value), value)


def _as_float(value: float) -> float:
    narrow: float = struct.unpack("f", struct.pack("f", value))[0]
    return narrow


def _shape(sizes: list[int]) -> Value:
    return {"dimensions": [{"size": size, "name": ""} for size in sizes]}


def _data_shape(column: Column) -> Value:
    if column.vector_size is None:
        return {"base": "scalar", "isNullable": column.nullable}
    return {
        "base": "tensor",
        "isNullable": column.nullable,
        "tensorShape": _shape([column.vector_size]),
    }
