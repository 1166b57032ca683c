"""Bucketizer, and what QuantileDiscretizer fits: MLeap's `bucketizer`, one for each column.

Several columns with handleInvalid = skip become one `saltus.bucketizer`: Spark drops a row for
null or NaN in any of them before it looks at the splits of the first.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.columns import NUMERIC_TYPES, Column
from saltus_training.converters.base import Converted, InOut, require_count, require_type
from saltus_training.java_text import double_to_string

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saltus_training.bundle import Node
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage

Splits = tuple[float, ...]


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage."""
    in_out, handle_invalid = InOut.of(stage), stage.params.string("handleInvalid")
    columns = scope.columns.read(*in_out.inputs)
    for column in columns:
        require_type(column, column.type in NUMERIC_TYPES, "numbers")
    splits = _splits(stage, in_out)
    together = len(columns) > 1 and handle_invalid == "skip"
    nodes = (
        (_one_node(in_out, splits),)
        if together
        else in_out.single_nodes(_model(edges, handle_invalid) for edges in splits)
    )
    return Converted(
        nodes=nodes,
        columns=tuple(
            _bucketed(column, output, edges)
            for column, output, edges in zip(columns, in_out.outputs, splits, strict=True)
        ),
        rewritten="one bucketizer for each column" if in_out.numbered and not together else None,
        portable=not together,
        boundaries={
            column.origin: tuple(filter(math.isfinite, edges))
            for column, edges in zip(columns, splits, strict=True)
            if column.origin is not None
        },
    )


def _splits(stage: SavedStage, in_out: InOut) -> tuple[Splits, ...]:
    if not in_out.numbered:
        return (stage.params.doubles("splits"),)
    splits = stage.params.lists_of_doubles("splitsArray")
    require_count(len(splits), "lists of splits", len(in_out.inputs))
    return splits


def _model(splits: Splits, handle_invalid: str) -> Model:
    attributes = {
        "splits": values.doubles(_as_mleap(splits)),
        "handle_invalid": values.string(handle_invalid),
    }
    return Model("bucketizer", attributes)


def _one_node(in_out: InOut, splits: Sequence[Splits]) -> Node:
    attributes = {
        f"splits_{position}": values.doubles(_as_mleap(edges))
        for position, edges in enumerate(splits)
    }
    attributes["handle_invalid"] = values.string("skip")
    return in_out.node(Model("saltus.bucketizer", attributes))


def _as_mleap(splits: Splits) -> list[float]:
    """Writes infinite ends as MLeap does, as null, which it reads back as infinite."""
    return [math.nan if math.isinf(split) else split for split in splits]


def _bucketed(column: Column, output: str, splits: Splits) -> Column:
    """Spark names the buckets; the extra one for NaN is not among them."""
    labels = tuple(
        f"{double_to_string(low)}, {double_to_string(high)}" for low, high in pairwise(splits)
    )
    return Column(output, "double", nullable=column.nullable, labels=labels, arity=len(labels))
