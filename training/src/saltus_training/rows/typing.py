"""Values of records as the columns of a Spark frame hold them."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from saltus_schema import Field

# What JSON has no number for, as this project's own files write it.
_BEYOND_JSON = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
_FLOATING = {"float", "double"}


def typed(field: Field, value: Any) -> Any:
    """Returns a value as Arrow takes it for the field's column in Spark.

    Raises:
        ValueError: The field's type has no such value; the message reads on after its name.
    """
    if value is None:
        return _missing(field)
    name = str(field.kind)
    if name in _FLOATING:
        value = _BEYOND_JSON.get(value, value) if isinstance(value, str) else value
        # Training data may have what no request may.
        if isinstance(value, float) and not math.isfinite(value):
            return value
    return _stored(name, field.kind.fit(value))


def _missing(field: Field) -> Any:
    if field.on_missing == "default":
        return _stored(str(field.kind), field.default)
    if not field.nullable:
        raise ValueError("is null, but the schema says it never is")
    return None


def _stored(name: str, value: Any) -> Any:
    if name.startswith("list<"):
        return [_stored(name[5:-1], item) for item in value]
    store = _STORES.get(name.partition("[")[0].partition("(")[0])
    return value if store is None else store(value)


def _vector(value: list[float] | dict[str, Any]) -> dict[str, Any]:
    """The parts of Spark's VectorUDT."""
    if isinstance(value, list):
        return {"type": 1, "size": None, "indices": None, "values": value}
    return {"type": 0, **value}


_STORES: dict[str, Callable[[Any], Any]] = {
    "date": dt.date.fromisoformat,
    "timestamp": dt.datetime.fromisoformat,
    "decimal": Decimal,
    "vector": _vector,
}
