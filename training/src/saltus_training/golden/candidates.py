"""Which rows are worth asking Spark about."""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from saltus_training.columns import INTEGRAL_TYPES, NUMERIC_TYPES
from saltus_training.golden import ends
from saltus_training.golden.encoding import encode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from saltus_schema import FeatureSchema, Field

Kind = Literal["typical", "null", "unseen", "extreme", "boundary"]
Row = dict[str, Any]
T = TypeVar("T")

# Bounds the number of Spark jobs and the size of the bundle for wide schemas.
MOST_ROWS_OF_A_KIND = 64

_BOUNDARIES_OF_AN_INPUT = 4
_BITS = {"byte": 8, "short": 16, "int": 32, "long": 64}
_FLOATING = {"float", "double"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row to score, and why."""

    kind: Kind
    row: Row


def choose_candidates(
    schema: FeatureSchema,
    typical: Sequence[Row],
    *,
    ranges: Mapping[str, tuple[float, float]],
    boundaries: Mapping[str, Sequence[float]],
    categories: Mapping[str, Sequence[str]],
) -> list[Candidate]:
    """Returns the given rows, and variations of one of them in a single input each.

    Args:
        schema: The inputs.
        typical: Rows of the data, at least one.
        ranges: Smallest and largest value in the data, by numeric input.
        boundaries: Numbers at which some stage changes what it does, by input.
        categories: Values that some stage knows, by input.
    """
    base = min(typical, key=lambda row: sum(value is None for value in row.values()))
    variations: dict[Kind, list[Row]] = {
        "typical": list(typical),
        "null": list(_nulls(schema, base)),
        "unseen": [],
        "extreme": [],
        "boundary": [],
    }
    for field in schema.inputs:
        known = field.categories or categories.get(field.name, ())
        given = [row[field.name] for row in typical if row[field.name] is not None]
        numbers = boundaries.get(field.name, ())
        values: dict[Kind, list[Any]] = {
            "unseen": _unseen(field, known),
            "extreme": [
                *_extremes(field, ranges.get(field.name, ())),
                *ends.extremes(field, given),
            ],
            "boundary": [
                *_boundary(field, known, numbers),
                *ends.boundaries(field, given, _few(numbers)),
            ],
        }
        for kind, listed in values.items():
            variations[kind] += [{**base, field.name: value} for value in listed]
    return _distinct(
        Candidate(kind, row)
        for kind, rows in variations.items()
        for row in _spread(rows, MOST_ROWS_OF_A_KIND)
    )


def _nulls(schema: FeatureSchema, base: Row) -> Iterator[Row]:
    nullable = [field.name for field in schema.inputs if field.nullable]
    if len(nullable) > 1:
        yield {**base, **dict.fromkeys(nullable)}
    for name in nullable:
        yield {**base, name: None}


def _unseen(field: Field, known: Sequence[Any]) -> list[Any]:
    if field.type == "string":
        value = "unseen"
        while value in known:
            value += "_"
        return [value]
    if field.type in INTEGRAL_TYPES and known:
        return [value for value in [_fit(field, max(known) + 1)] if value is not None]
    return []


def _extremes(field: Field, data_range: Sequence[float]) -> list[Any]:
    if field.type not in NUMERIC_TYPES:
        return []
    ends = [field.minimum, field.maximum, *data_range]
    numbers = [end for end in ends if isinstance(end, int | float)]
    return [value for number in numbers for value in [_fit(field, number)]]


def _boundary(field: Field, known: Sequence[Any], numbers: Sequence[float]) -> list[Any]:
    if field.type == "boolean":
        return [False, True]
    sides: list[float]
    if field.type in INTEGRAL_TYPES:
        sides = [
            side for number in _few(numbers) for side in (math.floor(number), math.ceil(number))
        ]
    elif field.type in _FLOATING:
        # The first number goes left of a split, the next one right.
        sides = [
            side for number in _few(numbers) for side in (number, math.nextafter(number, math.inf))
        ]
        sides.append(math.nan)
    else:
        return [known[0], known[-1]] if known else []
    fitting = [_fit(field, side) for side in sides]
    return [value for value in fitting if value is not None]


def _fit(field: Field, value: float) -> int | float | None:
    """Returns the number as a value of the field's type, None if there is no such value."""
    if field.type in _BITS:
        whole = int(value)
        limit = 1 << (_BITS[field.type] - 1)
        return whole if -limit <= whole < limit else None
    if field.type == "float":
        try:
            return float(struct.unpack("f", struct.pack("f", value))[0])
        except OverflowError:
            return None
    return float(value)


def _few(numbers: Sequence[float]) -> list[float]:
    return _spread(sorted(numbers), _BOUNDARIES_OF_AN_INPUT)


def _spread(items: Sequence[T], most: int) -> list[T]:
    """Returns at most `most` items, evenly spread over all."""
    if len(items) <= most:
        return list(items)
    return [items[index * len(items) // most] for index in range(most)]


def _distinct(candidates: Iterator[Candidate]) -> list[Candidate]:
    seen: dict[str, Candidate] = {}
    for candidate in candidates:
        encoded = {name: encode(value) for name, value in candidate.row.items()}
        seen.setdefault(json.dumps(encoded, sort_keys=True), candidate)
    return list(seen.values())
