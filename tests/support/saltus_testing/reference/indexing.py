"""StringIndexer, IndexToString, OneHotEncoder, Bucketizer and Binarizer."""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING

from saltus_testing.reference.values import Dropped, Raised, Vector, present

if TYPE_CHECKING:
    from collections.abc import Sequence


def string_index(text: str | None, labels: Sequence[str], handle_invalid: str) -> float:
    if text in labels:
        return float(labels.index(text))
    if handle_invalid == "keep":
        return float(len(labels))
    raise Dropped if handle_invalid == "skip" else Raised


def index_to_string(index: float | None, labels: Sequence[str]) -> str:
    number = present(index)
    if math.isfinite(number) and 0 <= int(number) < len(labels):
        return labels[int(number)]
    raise Raised


def one_hot(
    index: float | None, categories: int, *, drop_last: bool, keep_invalid: bool
) -> Vector | None:
    """NaN is no category; a fraction is cut off only when its place is looked up."""
    if index is None:
        return None
    if not 0 <= index < categories:
        if not keep_invalid:
            raise Raised
        index = float(categories)
    size = categories + (not drop_last and keep_invalid) - (drop_last and not keep_invalid)
    return Vector(size, {int(index): 1.0} if index < size else {})


def order(value: float) -> int:
    """Return a key by which doubles sort as in Java: -0.0 below 0.0, and every NaN last.

    What a processor makes of ∞ / ∞ has a sign, which says nothing.
    """
    if math.isnan(value):
        value = math.nan
    bits = int.from_bytes(struct.pack(">d", value), signed=True)
    return bits if bits >= 0 else -(bits & (2**63 - 1)) - 1


def bucket(value: float | None, splits: Sequence[float], handle_invalid: str) -> float | None:
    """Buckets hold their lower end, and the last one its upper end too."""
    if value is None or math.isnan(value):
        if handle_invalid == "skip":
            raise Dropped
        if value is None:
            return None
        if handle_invalid == "error":
            raise Raised
        return float(len(splits) - 1)
    if value == splits[-1]:
        return float(len(splits) - 2)
    below = [split for split in splits if order(split) <= order(value)]
    if not below or len(below) == len(splits):
        raise Raised
    return float(len(below) - 1)


def binarize(value: float | None, threshold: float) -> float:
    return 1.0 if value is not None and value > threshold else 0.0


def binarize_vector(vector: Vector | None, threshold: float) -> Vector:
    """With a threshold below zero, what is not stored lies above it; NaN then does too."""
    values = present(vector).values()
    if threshold >= 0.0:
        return Vector.of([1.0 if value > threshold else 0.0 for value in values]).compressed()
    below = [value != 0.0 and value <= threshold for value in values]
    return Vector.of([0.0 if is_below else 1.0 for is_below in below]).compressed()
