"""Values worth asking about of decimals, dates, timestamps, vectors and lists."""

from __future__ import annotations

import datetime as dt
import math
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any

from saltus_schema.types import parse_type
from saltus_schema.types.decimal import DecimalType
from saltus_schema.types.vector import VectorType

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from saltus_schema import Field

#: A dense vector is in the bundle element by element.
MOST_DENSE = 1024

_DAYS = (dt.date(1970, 1, 1), dt.date(2023, 12, 31), dt.date(2024, 2, 29))
_MOMENTS = (
    dt.datetime(1969, 12, 31, 23, 59, 59, 999999, dt.UTC),
    dt.datetime(1970, 1, 1, tzinfo=dt.UTC),
    dt.datetime(2024, 2, 29, 23, 59, 59, 999999, dt.UTC),
)


def extremes(field: Field, given: Sequence[Any]) -> list[Any]:
    """Returns the smallest and largest values: those declared, and those of the data.

    Args:
        field: An input.
        given: Values of it, without nulls.
    """
    kind = parse_type(field.type)
    if isinstance(kind, VectorType):
        return _vector_ends(given)
    read = _readers.get(field.type.partition("(")[0])
    if read is None:
        return []
    found = sorted(map(read, given))
    declared = [read(end) for end in (field.minimum, field.maximum) if end is not None]
    ends = [*declared, *found[:1], *found[-1:]]
    return [end.quantize(_unit(kind)) for end in ends] if isinstance(kind, DecimalType) else ends


def boundaries(field: Field, given: Sequence[Any], numbers: Sequence[float]) -> list[Any]:
    """Returns values at which arithmetic, calendars and the forms of vectors change.

    Args:
        field: An input.
        given: Values of it, without nulls.
        numbers: Numbers at which some stage changes what it does.
    """
    kind = parse_type(field.type)
    if isinstance(kind, DecimalType):
        return _decimal_boundaries(kind, numbers)
    if isinstance(kind, VectorType):
        return _vector_boundaries(given)
    if field.type.startswith("list"):
        return [[]]
    return list({"date": _DAYS, "timestamp": _MOMENTS}.get(field.type, ()))


def _decimal_boundaries(kind: DecimalType, numbers: Sequence[float]) -> list[Decimal]:
    unit = _unit(kind)
    most = Decimal(10**kind.precision - 1).scaleb(-kind.scale)
    sides = [
        Decimal(number).quantize(unit, rounding)
        for number in numbers
        if math.isfinite(number) and abs(number) < most
        for rounding in (ROUND_FLOOR, ROUND_CEILING)
    ]
    fitting = [side for side in sides if abs(side) <= most]
    return [Decimal(0).quantize(unit), unit, -unit, most, -most, *fitting]


def _unit(kind: DecimalType) -> Decimal:
    return Decimal(1).scaleb(-kind.scale)


def _vector_boundaries(given: Sequence[Any]) -> list[Any]:
    """Returns zeros, and a vector of the data: in its other form, and with a NaN."""
    if not given:
        return []
    from pyspark.ml.linalg import Vectors  # noqa: PLC0415 - only where Spark has given vectors

    first = given[0]
    size = len(first)
    empty = Vectors.sparse(size, [], [])
    if size > MOST_DENSE:
        return [empty]
    elements = first.toArray().tolist()
    stored = [index for index, value in enumerate(elements) if value]
    sparse = Vectors.sparse(size, stored, [elements[index] for index in stored])
    dense = Vectors.dense(elements)
    broken = [Vectors.dense([math.nan, *elements[1:]])] if size else []
    return [empty, Vectors.dense([0.0] * size), dense, sparse, *broken]


def _vector_ends(given: Sequence[Any]) -> list[Any]:
    """Returns the smallest and the largest value of each element."""
    sizes = {len(vector) for vector in given}
    if len(sizes) != 1 or max(sizes) > MOST_DENSE:
        return []
    from pyspark.ml.linalg import Vectors  # noqa: PLC0415 - only where Spark has given vectors

    columns = list(zip(*(vector.toArray().tolist() for vector in given), strict=True))
    return [Vectors.dense([end(column) for column in columns]) for end in (min, max)]


def _date(value: str | dt.date) -> dt.date:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def _moment(value: str | dt.datetime) -> dt.datetime:
    moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    # Spark's are in the zone of this process.
    return moment.astimezone(dt.UTC)


def _decimal(value: str | float | Decimal) -> Decimal:
    return Decimal(str(value))


_readers: dict[str, Callable[[Any], Any]] = {
    "date": _date,
    "timestamp": _moment,
    "decimal": _decimal,
}
