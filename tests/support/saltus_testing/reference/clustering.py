"""KMeans."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from saltus_testing.reference.values import Raised, Undefined, Vector, present, total

if TYPE_CHECKING:
    from collections.abc import Sequence

ROUNDING = 1e-9


def nearest(vector: Vector | None, centers: Sequence[Sequence[float]]) -> int:
    """Return the first of the nearest centers."""
    point = present(vector).values()
    if any(math.isnan(value) for value in point):
        raise Raised
    if any(math.isinf(value) for value in point):
        raise Undefined
    distances = [distance(point, center) for center in centers]
    best = min(distances)
    size = 1.0 + distance(point, [0.0] * len(point))
    if any(0.0 < other - best <= ROUNDING * size for other in distances):
        raise Undefined
    return distances.index(best)


def distance(point: Sequence[float], center: Sequence[float]) -> float:
    """Return the square of the distance."""
    return total((a - b) * (a - b) for a, b in zip(point, center, strict=True))
