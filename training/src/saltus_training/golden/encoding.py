"""Spark's values as JSON that loses nothing."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import Any


def encode(value: Any) -> Any:
    """Returns a value of a Spark row as JSON.

    NaN and infinities become strings, dates, times (in UTC) and decimals too; vectors keep their
    form, dense or sparse.
    """
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return _encode_double(value)
    if isinstance(value, dt.date | Decimal):
        return _text(value)
    if isinstance(value, list | tuple):
        return [encode(item) for item in value]
    # pyspark's vectors, known by their shape: this module must not need pyspark.
    if hasattr(value, "indices"):
        return {
            "type": "sparse",
            "size": int(value.size),
            "indices": [int(index) for index in value.indices],
            "values": [_encode_double(float(number)) for number in value.values],
        }
    if hasattr(value, "toArray"):
        numbers = [_encode_double(float(number)) for number in value.toArray()]
        return {"type": "dense", "values": numbers}
    msg = f"no JSON form for a {type(value).__name__}"
    raise TypeError(msg)


def _text(value: dt.date | Decimal) -> str:
    if isinstance(value, dt.datetime):
        # pyspark's times are naive, in the zone of this process.
        moment = value.astimezone(dt.UTC).replace(tzinfo=None)
        return f"{moment.isoformat(timespec='microseconds')}Z"
    return value.isoformat() if isinstance(value, dt.date) else f"{value:f}"


def _encode_double(value: float) -> float | str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value
