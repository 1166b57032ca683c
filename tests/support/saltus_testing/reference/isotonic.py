"""IsotonicRegression: a piecewise linear function."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from saltus_testing.reference.indexing import order

if TYPE_CHECKING:
    from collections.abc import Sequence


def interpolate(value: float, boundaries: Sequence[float], predictions: Sequence[float]) -> float:
    """Constant outside the boundaries; NaN sorts last."""
    above = bisect_left([order(boundary) for boundary in boundaries], order(value))
    if above < len(boundaries) and order(boundaries[above]) == order(value):
        return predictions[above]
    if above == 0:
        return predictions[0]
    if above == len(boundaries):
        return predictions[-1]
    (x1, x2), (y1, y2) = boundaries[above - 1 : above + 1], predictions[above - 1 : above + 1]
    return y1 + (y2 - y1) * (value - x1) / (x2 - x1)
