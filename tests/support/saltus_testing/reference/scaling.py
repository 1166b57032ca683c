"""Element by element: Imputer, the scalers, Normalizer, ElementwiseProduct, IDF."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from saltus_testing.reference.values import Vector, present, total

if TYPE_CHECKING:
    from collections.abc import Sequence


def impute(value: float | None, surrogate: float, missing: float) -> float:
    """In SQL, NaN equals NaN and -0.0 equals 0.0."""
    if value is None or value == missing or (math.isnan(value) and math.isnan(missing)):
        return surrogate
    return value


def standardize(
    vector: Vector | None, mean: Sequence[float] | None, std: Sequence[float] | None
) -> Vector:
    """Multiplies by the reciprocal, which is 0 for a deviation of 0; a mean makes it dense."""
    features = present(vector)
    scale = None if std is None else [1.0 / value if value != 0.0 else 0.0 for value in std]
    if mean is not None:
        features = Vector.of(
            [value - shift for value, shift in zip(features.values(), mean, strict=True)]
        )
    return features if scale is None else multiply(features, scale)


def scale_to_range(
    vector: Vector | None,
    lowest: Sequence[float],
    highest: Sequence[float],
    bounds: tuple[float, float],
) -> Vector:
    """MinMaxScaler: a constant feature goes to the middle; NaN stays."""
    minimum, maximum = bounds
    scaled = []
    for value, low, high in zip(present(vector).values(), lowest, highest, strict=True):
        scale = (maximum - minimum) / (high - low) if high != low else 0.0
        if math.isnan(value):
            scaled.append(value)
        elif scale == 0.0:
            scaled.append((minimum + maximum) / 2)
        else:
            scaled.append((value - low) * scale + minimum)
    return Vector.of(scaled).compressed()


def scale_to_largest(vector: Vector | None, largest: Sequence[float]) -> Vector:
    """MaxAbsScaler: what exceeds the largest of the training data exceeds 1."""
    return multiply(present(vector), [1.0 / (value or 1.0) for value in largest])


def multiply(vector: Vector | None, factors: Sequence[float]) -> Vector:
    """ElementwiseProduct and IDF: what is not stored stays 0, whatever its factor."""
    return present(vector).map(lambda index, value: value * factors[index])


def normalize(vector: Vector | None, p: float) -> Vector:
    features = present(vector)
    sizes = [abs(value) for value in features.stored.values()]
    if p == math.inf:
        norm = max((size for size in sizes if not math.isnan(size)), default=0.0)
    elif p == 1.0:
        norm = total(sizes)
    else:
        norm = power(total(power(size, p) for size in sizes), 1 / p)
    return features.map(lambda _, value: value / norm) if norm != 0.0 else features


def power(base: float, exponent: float) -> float:
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return math.inf
