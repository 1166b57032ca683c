"""The rule by which values are compared with Spark's."""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LAST_BITS = 1e-12


def largest(values: Iterable[Any]) -> float:
    """Return the largest finite magnitude among 1 and all numbers in *values*."""
    return max(abs(number) for number in [1.0, *numbers(values)] if math.isfinite(number))


def numbers(values: Iterable[Any]) -> Iterator[float]:
    for value in values:
        if isinstance(value, list):
            yield from numbers(value)
        elif isinstance(value, int | float):
            yield float(value)


def same(expected: Any, value: Any) -> bool:
    """Tell whether the values have equal types and bits; all NaNs are one."""
    if isinstance(expected, list) and isinstance(value, list):
        return len(expected) == len(value) and all(map(same, expected, value))
    if isinstance(expected, float) and isinstance(value, float):
        if math.isnan(expected):
            return math.isnan(value)
        return struct.pack("d", expected) == struct.pack("d", value)
    return type(expected) is type(value) and bool(expected == value)


def close(expected: Any, value: Any, scale: float) -> bool:
    """Tell whether the values differ in last bits only; *scale* is `largest` of all there is."""
    if isinstance(expected, list) and isinstance(value, list):
        pairs = zip(expected, value, strict=False)
        return len(expected) == len(value) and all(close(a, b, scale) for a, b in pairs)
    if not (isinstance(expected, float) and isinstance(value, float)):
        return same(expected, value)
    if not (math.isfinite(expected) and math.isfinite(value)):
        return same(expected, value)
    size = max(abs(expected), abs(value))
    return abs(expected - value) <= LAST_BITS * size + LAST_BITS * scale
