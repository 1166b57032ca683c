"""Cells for the inputs of a pipeline: tame ones that pass every stage, and wild ones."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from saltus_testing.reference.values import Vector

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from saltus_testing.pipelines.draft import Column, Kind, Row

LABELS = ["a", "B c", "été", "日本"]
"""Texts that every indexer knows."""
TEXTS = [*LABELS, "", " ", "unseen", "A  b\t ", "\u0130\xa0x", "😀 É\n", "b", "null"]

# Few numbers as often as many, so that cells meet splits, thresholds and each other.
FEW = st.integers(-3, 3).map(float)
EIGHTHS = FEW | st.integers(-512, 512).map(lambda eighths: eighths / 8)
ODD = st.sampled_from([-0.0, math.nan])
NUMBERS = EIGHTHS | ODD | st.sampled_from([-0.5, 1.5, 0.1, 1e9, 1e-9, math.inf, -math.inf])
TOKENS = st.lists(st.sampled_from([*LABELS, "b", "null"]), max_size=6)


def rows(columns: tuple[Column, ...]) -> SearchStrategy[Row]:
    """Rows with a cell for each column; half of them are tame."""
    tame = st.fixed_dictionaries({column.name: tame_cell(column) for column in columns})
    wild = st.fixed_dictionaries(
        {column.name: tame_cell(column) | wild_cell(column) for column in columns}
    )
    return tame | wild


def tame_cell(column: Column) -> SearchStrategy[Any]:
    if column.categories:
        return st.integers(0, column.categories - 1).map(float)
    cells: dict[Kind, SearchStrategy[Any]] = {
        "number": EIGHTHS,
        "int": st.integers(-(2**31), 2**31 - 1),
        "boolean": st.booleans(),
        "text": st.sampled_from(LABELS),
        "tokens": TOKENS,
        "vector": vectors(column.size, EIGHTHS),
    }
    return cells[column.kind]


def wild_cell(column: Column) -> SearchStrategy[Any]:
    cells: dict[Kind, SearchStrategy[Any]] = {
        "number": NUMBERS,
        "text": st.sampled_from(TEXTS),
        "tokens": st.lists(st.none() | st.sampled_from(TEXTS), max_size=6),
        "vector": vectors(column.size, NUMBERS),
    }
    return st.none() | cells.get(column.kind, st.none())


def vectors(size: int, elements: SearchStrategy[float]) -> SearchStrategy[Vector]:
    dense = st.lists(elements, min_size=size, max_size=size).map(Vector.of)
    entries = st.dictionaries(st.integers(0, size - 1), elements, max_size=size)
    return dense | entries.map(lambda stored: Vector(size, dict(sorted(stored.items()))))


def as_input(cell: Any) -> Any:
    """Return a cell as a row for the runtime holds it."""
    if not isinstance(cell, Vector):
        return cell
    if cell.dense:
        return cell.values()
    stored = cell.stored
    return {"size": cell.size, "indices": list(stored), "values": list(stored.values())}
