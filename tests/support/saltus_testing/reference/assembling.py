"""VectorAssembler, VectorSlicer, Interaction and PolynomialExpansion."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

from saltus_testing.reference.values import Dropped, Raised, Vector, present

if TYPE_CHECKING:
    from collections.abc import Sequence

Cell = float | Vector | None


def assemble(cells: Sequence[Cell], sizes: Sequence[int], handle_invalid: str) -> Vector:
    """Null, and NaN in a column of numbers, raise or drop the row or become NaN."""
    values: list[float] = []
    for cell, size in zip(cells, sizes, strict=True):
        if cell is None or (isinstance(cell, float) and math.isnan(cell)):
            if handle_invalid == "skip":
                raise Dropped
            if handle_invalid == "error":
                raise Raised
            values += [math.nan] * size
        else:
            values += cell.values() if isinstance(cell, Vector) else [float(cell)]
    # Only what is not zero is kept, so that a negative zero becomes a positive one.
    return Vector.of([value if value != 0.0 else 0.0 for value in values]).compressed()


def slice_vector(vector: Vector | None, indices: Sequence[int]) -> Vector:
    """Pick elements; a sparse vector loses the zeros that it stores."""
    features = present(vector)
    picked = Vector.of([features[index] for index in indices])
    if features.dense:
        return picked
    stored = {index: value for index, value in picked.stored.items() if value != 0.0}
    return Vector(len(indices), stored)


def interact(cells: Sequence[Cell], categories: Sequence[Sequence[int]]) -> Vector:
    """All products with one element of each column, the last column varying fastest.

    Args:
        cells: One for each column, a number or a vector.
        categories: How many categories each element of each column has; 1 is a number.
    """
    columns = [encode(cell, counts) for cell, counts in zip(cells, categories, strict=True)]
    sizes = [sum(counts) for counts in categories]
    stored = {}
    for elements in itertools.product(*columns):
        place = 0
        for size, (index, _) in zip(sizes, elements, strict=True):
            place = place * size + index
        stored[place] = math.prod(value for _, value in reversed(elements))
    return Vector(math.prod(sizes), stored).compressed()


def encode(cell: Cell, categories: Sequence[int]) -> list[tuple[int, float]]:
    """One-hot encode the stored elements that are categories."""
    if cell is None:
        raise Raised
    vector = cell if isinstance(cell, Vector) else Vector.of([cell])
    encoded = []
    for index, element in sorted(vector.stored.items()):
        offset, count = sum(categories[:index]), categories[index]
        if count == 1:
            encoded.append((offset, element))
        elif element in range(count):
            encoded.append((offset + int(element), 1.0))
        else:
            raise Raised
    return encoded


def expand(vector: Vector | None, degree: int) -> Vector:
    """All monomials up to a degree; the exponent of the last feature varies slowest."""
    features = present(vector)
    exponents = (
        powers[::-1]
        for powers in itertools.product(range(degree + 1), repeat=features.size)
        if 0 < sum(powers) <= degree
    )
    expanded = [monomial(features, powers) for powers in exponents]
    if features.dense:
        return Vector.of(expanded)
    return Vector(len(expanded), {i: value for i, value in enumerate(expanded) if value != 0.0})


def monomial(features: Vector, powers: Sequence[int]) -> float:
    """Multiply from the last feature to the first; once zero, the product stays so."""
    product = 1.0
    for index in reversed(range(features.size)):
        for _ in range(powers[index]):
            product *= features[index]
            if product == 0.0 or index not in features.stored:
                return 0.0
    return product
