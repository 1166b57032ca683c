"""Stages that take numbers and labels one by one."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from saltus_testing.mleap import data_shapes, doubles, integers, scalar, strings
from saltus_testing.pipelines.draft import Stage
from saltus_testing.pipelines.rows import LABELS
from saltus_testing.reference import indexing, scaling

if TYPE_CHECKING:
    from collections.abc import Callable

    from saltus_testing.pipelines.draft import Draft

POLICIES = ("error", "keep", "skip")


def output(function: Callable[..., Any], *arguments: Any, **options: Any) -> Callable[..., Any]:
    """Return the reference of a stage of one output, the arguments following the cell."""
    return lambda cell: {"output": function(cell, *arguments, **options)}


def string_indexer(draft: Draft) -> None:
    """One or two columns."""
    columns = [draft.column("text") for _ in range(draft.choice(1, 1, 2))]
    policy = draft.choice(*POLICIES)
    labels = [draft.draw(st.permutations([*LABELS, f"only{i}"])) for i in range(len(columns))]
    attributes = {
        "labels_length": scalar("int", len(labels)),
        "handle_invalid": scalar("string", policy),
        **{f"labels_array_{i}": strings(*known) for i, known in enumerate(labels)},
    }

    def score(*texts: str | None) -> dict[str, Any]:
        pairs = zip(texts, labels, strict=True)
        indices = [indexing.string_index(text, known, policy) for text, known in pairs]
        return {f"output{i}": index for i, index in enumerate(indices)}

    categories = len(LABELS) + 1 + (policy == "keep")
    made = [draft.made("number", exact=True, categories=categories) for _ in columns]
    inputs = {f"input{i}": column for i, column in enumerate(columns)}
    outputs = {f"output{i}": column for i, column in enumerate(made)}
    draft.add(Stage("string_indexer", inputs, outputs, attributes, score))


def reverse_string_indexer(draft: Draft) -> None:
    column = draft.index()
    labels = [*LABELS, "x", "y"][: column.categories + draft.choice(0, 0, -1)]
    score = output(indexing.index_to_string, labels)
    made = {"output": draft.made("text", exact=True)}
    attributes = {"labels": strings(*labels)}
    draft.add(Stage("reverse_string_indexer", {"input": column}, made, attributes, score))


def one_hot_encoder(draft: Draft) -> None:
    column = draft.index()
    drop_last, keep = draft.choice(True, False), draft.choice(True, False)
    count = column.categories + draft.choice(0, 0, 1, -1)
    size = count + (not drop_last and keep) - (drop_last and not keep)
    if size <= 0:
        return
    attributes = {
        "category_sizes": integers(count),
        "drop_last": scalar("boolean", drop_last),
        "handle_invalid": scalar("string", "keep" if keep else "error"),
    }
    score = partial(indexing.one_hot, categories=count, drop_last=drop_last, keep_invalid=keep)
    made = {"output0": draft.made("vector", size, exact=True)}
    draft.add(
        Stage(
            "one_hot_encoder",
            {"input0": column},
            made,
            attributes,
            lambda cell: {"output0": score(cell)},
        )
    )


def bucketizer(draft: Draft) -> None:
    column = draft.column("number")
    inner = draft.draw(st.sets(st.integers(-2, 2), min_size=1))
    end = draft.choice(3.0, math.inf, 512.0)
    splits = [-end, *map(float, sorted(inner)), end]
    policy = draft.choice(*POLICIES)
    attributes = {"splits": doubles(*splits), "handle_invalid": scalar("string", policy)}
    score = output(indexing.bucket, splits, policy)
    made = {"output": draft.made("number", exact=True, categories=len(splits))}
    draft.add(Stage("bucketizer", {"input": column}, made, attributes, score))


def binarizer(draft: Draft) -> None:
    """A column of numbers or of vectors."""
    threshold = draft.choice(0.0, -0.5, draft.number())
    vector = draft.choice(True, False)
    column = draft.vector() if vector else draft.column("number")
    (shape,) = data_shapes(column.size if vector else None)["data_shape"]
    attributes = {"threshold": scalar("double", threshold), "input_shapes": {"data_shape": shape}}
    function: Any = indexing.binarize_vector if vector else indexing.binarize
    made = {"output": draft.made(column.kind, column.size, exact=True)}
    stage = Stage("binarizer", {"input": column}, made, attributes, output(function, threshold))
    draft.add(stage)


def imputer(draft: Draft) -> None:
    column = draft.column("number")
    surrogate = draft.number()
    missing = draft.choice(math.nan, 0.0, -1.0)
    attributes = {
        "surrogate_value": scalar("double", surrogate),
        "strategy": scalar("string", "mean"),
    }
    if not math.isnan(missing):
        attributes["missing_value"] = scalar("double", missing)
    score = output(scaling.impute, surrogate, missing)
    made = {"output": draft.made("number", exact=True)}
    draft.add(Stage("imputer", {"input": column}, made, attributes, score))
