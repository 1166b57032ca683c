"""Rows as Arrow columns of a bundle's own types."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from saltus_schema.arrow import SCALARS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import saltus_runtime as sr

    Row = dict[str, Any]

# Dates and times as rows hold them.
_SCALARS = {**SCALARS, "date": pa.string(), "timestamp": pa.string()}
_VECTOR = pa.struct(
    {"size": pa.int64(), "indices": pa.list_(pa.int64()), "values": pa.list_(pa.float64())}
)
_SPECIAL = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}


def arrow_type(name: str) -> pa.DataType:
    """The Arrow type that holds a column of the runtime's type *name*."""
    if name.startswith("vector"):
        return _VECTOR
    if name.startswith("list<"):
        return pa.list_(arrow_type(name[5:-1]))
    if name.startswith("map<string,"):
        return pa.map_(pa.string(), arrow_type(name[11:-1]))
    return pa.string() if name.startswith("decimal") else _SCALARS[name]


def table(columns: Iterable[sr.Column], rows: Sequence[Row]) -> pa.Table:
    """The rows as a table; values are in the form that `Scorer.score` takes."""
    arrays = {
        column.name: pa.array(
            [_cell(row[column.name], column.type) for row in rows], arrow_type(column.type)
        )
        for column in columns
    }
    return pa.table(arrays)


def plain(value: Any, data_type: str) -> Any:
    """A recorded value in the form that `Scorer.score` takes."""
    if value is None:
        return None
    if data_type.startswith("vector"):
        return _vector(value)
    if data_type.startswith("list<"):
        return [plain(element, data_type[5:-1]) for element in value]
    if data_type.startswith("map<string,"):
        return {key: plain(member, data_type[11:-1]) for key, member in value.items()}
    return _SPECIAL.get(value, value) if data_type in {"float", "double"} else value


def text(value: Any) -> Any:
    """A value of a column as `Scorer.score` gives it: times and decimals are text."""
    match value:
        case dt.datetime():
            return f"{value.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
        case dt.date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case list():
            return [text(element) for element in value]
        case dict():
            return {key: text(member) for key, member in value.items()}
    return value


def _vector(value: Any) -> Any:
    if isinstance(value, list):
        return [plain(element, "double") for element in value]
    values = _vector(value["values"])
    if value.get("indices") is None:
        return values
    return {"size": value["size"], "indices": value["indices"], "values": values}


def _cell(value: Any, data_type: str) -> Any:
    if isinstance(value, list):
        if data_type.startswith("vector"):
            return {"size": len(value), "values": value}
        return [_cell(element, data_type[5:-1]) for element in value]
    if isinstance(value, dict) and data_type.startswith("map"):
        return list(value.items())
    return value
