"""Stages that make vectors, or take them element by element."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from saltus_testing.mleap import data_shapes, longs, scalar, tensor
from saltus_testing.pipelines.draft import Column, Draft, Stage
from saltus_testing.pipelines.indexing import POLICIES, output
from saltus_testing.reference import assembling, scaling

if TYPE_CHECKING:
    from collections.abc import Callable

    from saltus_testing.mleap import Json
    from saltus_testing.pipelines.draft import Kind


def numeric_columns(draft: Draft, kinds: tuple[Kind, ...], largest: int) -> list[Column]:
    """Pick columns of numbers and vectors; one occurs once."""
    count = draft.draw(st.integers(1, 3))
    columns = [draft.column(draft.choice(*kinds), largest=largest) for _ in range(count)]
    return list(dict.fromkeys(columns))


def shapes(columns: list[Column]) -> Json:
    return data_shapes(*(c.size if c.kind == "vector" else None for c in columns))


def add_map(
    draft: Draft, op: str, column: Column, attributes: Json, function: Callable[..., Any]
) -> None:
    """Add a stage that keeps the size of a vector."""
    made = {"output": draft.made("vector", column.size, exact=column.exact)}
    draft.add(Stage(op, {"input": column}, made, attributes, function))


def vector_assembler(draft: Draft) -> None:
    columns = numeric_columns(draft, ("number", "vector", "vector", "int", "boolean"), 12)
    policy = draft.choice(*POLICIES)
    sizes = [column.size for column in columns]
    attributes = {"input_shapes": shapes(columns), "handle_invalid": scalar("string", policy)}
    inputs = {f"input{i}": column for i, column in enumerate(columns)}
    made = {"output": draft.made("vector", sum(sizes), exact=all(c.exact for c in columns))}

    def score(*cells: Any) -> dict[str, Any]:
        return {"output": assembling.assemble(cells, sizes, policy)}

    draft.add(Stage("vector_assembler", inputs, made, attributes, score))


def vector_slicer(draft: Draft) -> None:
    column = draft.vector(inexact=True)
    places = st.integers(0, column.size - 1)
    indices = draft.draw(st.lists(places, min_size=1, max_size=4, unique=True))
    attributes = {
        "indices": longs(*indices),
        "names": {"type": "list"},
        "named_indices": {"type": "list"},
        "input_size": scalar("int", column.size),
    }
    made = {"output": draft.made("vector", len(indices), exact=column.exact)}
    score = output(assembling.slice_vector, indices)
    draft.add(Stage("vector_slicer", {"input": column}, made, attributes, score))


def interaction(draft: Draft) -> None:
    """Indices count as categories, other columns as numbers."""
    columns = [draft.index(), *numeric_columns(draft, ("number", "vector"), 3)]
    columns = list(dict.fromkeys(columns))
    categories = [[c.categories or 1] if c.kind == "number" else [1] * c.size for c in columns]
    attributes = {
        "num_inputs": scalar("int", len(columns)),
        "input_shapes": shapes(columns),
        **{
            f"num_features{i}": {"type": "list", "int": counts}
            for i, counts in enumerate(categories)
        },
    }
    size = math.prod(sum(counts) for counts in categories)
    inputs = {f"input{i}": column for i, column in enumerate(columns)}
    made = {"output": draft.made("vector", size, exact=all(c.exact for c in columns))}

    def score(*cells: Any) -> dict[str, Any]:
        return {"output": assembling.interact(cells, categories)}

    draft.add(Stage("interaction", inputs, made, attributes, score))


def polynomial_expansion(draft: Draft) -> None:
    column = draft.vector(inexact=True, largest=4)
    degree = draft.draw(st.integers(1, 3))
    attributes = {"degree": scalar("long", degree), "input_size": scalar("long", column.size)}
    size = math.comb(column.size + degree, degree) - 1
    made = {"output": draft.made("vector", size, exact=column.exact)}
    score = output(assembling.expand, degree)
    draft.add(Stage("polynomial_expansion", {"input": column}, made, attributes, score))


def standard_scaler(draft: Draft) -> None:
    column = draft.vector(inexact=True)
    mean = draft.choice(None, draft.numbers(column.size))
    std = [abs(value) for value in draft.numbers(column.size)]
    deviation = draft.choice(std, std, None) if mean else std
    pairs = {"mean": mean, "std": deviation}
    attributes = {name: tensor(*values) for name, values in pairs.items() if values is not None}
    add_map(
        draft, "standard_scaler", column, attributes, output(scaling.standardize, mean, deviation)
    )


def min_max_scaler(draft: Draft) -> None:
    column = draft.vector(inexact=True)
    low, spread = draft.numbers(column.size), draft.numbers(column.size)
    high = [least + abs(more) for least, more in zip(low, spread, strict=True)]
    bounds = draft.choice((0.0, 1.0), (-1.0, 1.0), (0.1, 0.7))
    attributes = {
        "min": tensor(*low),
        "max": tensor(*high),
        "minValue": scalar("double", bounds[0]),
        "maxValue": scalar("double", bounds[1]),
    }
    score = output(scaling.scale_to_range, low, high, bounds)
    add_map(draft, "min_max_scaler", column, attributes, score)


def max_abs_scaler(draft: Draft) -> None:
    column = draft.vector(inexact=True)
    largest = [abs(value) for value in draft.numbers(column.size)]
    score = output(scaling.scale_to_largest, largest)
    add_map(draft, "max_abs_scaler", column, {"maxAbs": tensor(*largest)}, score)


def normalizer(draft: Draft) -> None:
    """Without the infinite norm, which JSON has no number for."""
    column = draft.vector(inexact=True)
    p = draft.choice(1.0, 2.0, 3.5)
    attributes = {"p_norm": scalar("double", p), "input_size": scalar("int", column.size)}
    made = {"output": draft.made("vector", column.size, exact=column.exact and p == 1.0)}
    score = output(scaling.normalize, p)
    draft.add(Stage("normalizer", {"input": column}, made, attributes, score))


def elementwise_product(draft: Draft) -> None:
    column = draft.vector(inexact=True)
    factors = draft.numbers(column.size)
    score = output(scaling.multiply, factors)
    add_map(draft, "elementwise_product", column, {"scaling_vec": tensor(*factors)}, score)


def idf(draft: Draft) -> None:
    column = draft.vector(inexact=True)
    factors = draft.numbers(column.size)
    add_map(draft, "idf", column, {"idf": tensor(*factors)}, output(scaling.multiply, factors))
