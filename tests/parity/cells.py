"""Values as the recorded files hold them; see the README of this folder."""

from __future__ import annotations

import datetime as dt
import decimal
import math
from typing import TYPE_CHECKING, Any

from pyspark.ml.linalg import DenseVector, SparseVector, VectorUDT

if TYPE_CHECKING:
    from pyspark.sql.types import StructType

_SPECIAL = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}


def cell(value: Any) -> Any:
    """Returns a value in its JSON form."""
    if isinstance(value, float) and not math.isfinite(value):
        return _SPECIAL[str(value)]
    if isinstance(value, DenseVector | SparseVector):
        return _vector(value)
    if isinstance(value, list | tuple):
        return [cell(element) for element in value]
    if isinstance(value, dict):
        return {key: cell(element) for key, element in value.items()}
    return _text(value) if isinstance(value, dt.date | decimal.Decimal) else value


def _text(value: dt.date | decimal.Decimal) -> str:
    """Dates, times and decimals are text in JSON; Spark's session is in UTC."""
    if isinstance(value, dt.datetime):
        return f"{value.isoformat(timespec='microseconds')}Z"
    return value.isoformat() if isinstance(value, dt.date) else f"{value:f}"


def with_vector_sizes(schema: StructType, rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    """Returns the schema's JSON form; vectors get the size that the rows show.

    Spark keeps it in the column's ML attributes, which a frame made of rows has not.
    """
    document: dict[str, Any] = schema.jsonValue()
    for position, field in enumerate(schema.fields):
        vectors = (row[position] for row in rows if row[position] is not None)
        if isinstance(field.dataType, VectorUDT) and "ml_attr" not in field.metadata:
            size = next((len(vector) for vector in vectors), None)
            if size is not None:
                document["fields"][position]["metadata"] = {"ml_attr": {"num_attrs": size}}
    return document


def _vector(vector: DenseVector | SparseVector) -> dict[str, Any]:
    values = [cell(element) for element in vector.values.tolist()]
    if isinstance(vector, DenseVector):
        return {"type": "dense", "values": values}
    indices = vector.indices.tolist()
    return {"type": "sparse", "size": vector.size, "indices": indices, "values": values}
