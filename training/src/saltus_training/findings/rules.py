"""What a converted pipeline as a whole gives reason to say; one function for each rule."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from saltus_training.findings.categories import categories_differ
from saltus_training.findings.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from saltus_training.bundle import Model, Node
    from saltus_training.converters.base import Scope, StageRecord

#: More than these make a single score slow: nodes of all trees, words or categories, elements.
MANY_TREE_NODES = 1_000_000
MANY_TERMS = 1_000_000
WIDE_VECTOR = 1_000_000

_DROPPING = {"handle_invalid": "skip", "cold_start_strategy": "drop"}
_VOCABULARIES = ("vocabulary", "labels", "labels_array_0", "words")


def find_all(scope: Scope) -> Iterator[Finding]:
    """Yields what the stages found, then what each rule finds in all of them."""
    for record in scope.records:
        for finding in record.converted.findings:
            yield finding.at(record.label)
    # What failed stages read is not known.
    for rule in RULES if scope.errors else (*RULES, *RULES_OF_ALL_STAGES):
        yield from rule(scope)


def target_declared(scope: Scope) -> Iterator[Finding]:
    """The schema has what only training needs, such as the label."""
    for column in scope.columns.targets:
        yield Finding(
            "target-declared",
            f"it has what `{column.name}` is made of, although only training needs that column",
            fix="leave it out, or each request must bring it",
            stage="schema",
        )


def unused_input(scope: Scope) -> Iterator[Finding]:
    """The schema has inputs that no stage reads."""
    unread = set(scope.columns.inputs) - set(scope.columns.read_inputs)
    for name in sorted(column.name for column in unread):
        yield Finding(
            "unused-input",
            f"no stage reads the input `{name}`",
            fix="leave it out, or each request must bring it",
            stage="schema",
        )


def row_dropped(scope: Scope) -> Iterator[Finding]:
    """A stage drops rows, which a single request cannot understand as an answer."""
    for record, node in _nodes(scope):
        for attribute, value in _DROPPING.items():
            if node.model.attributes.get(attribute, {}).get("string") == value:
                yield Finding(
                    "row-dropped",
                    f"`{attribute}` is `{value}`: rows with null, unseen or unknown values are "
                    "dropped, and /predict answers 422 row_dropped",
                    fix='fit with "keep" or an imputer if each request needs an answer',
                    stage=record.label,
                )


def heavy_model(scope: Scope) -> Iterator[Finding]:
    """A forest or a vocabulary is so large that one score takes long."""
    for record, node in _nodes(scope):
        model = node.model
        trees = sum(inner.tree.nodes for inner in _models(model) if inner.tree)
        terms = max(len(_strings(model, name)) for name in _VOCABULARIES)
        for count, limit, what, fix in (
            (trees, MANY_TREE_NODES, "tree nodes", "fit fewer or shallower trees"),
            (terms, MANY_TERMS, "terms or categories", "raise minDF, or hash them"),
        ):
            if count > limit:
                yield _heavy(record, f"{count:,} {what}", fix)


def wide_vector(scope: Scope) -> Iterator[Finding]:
    """Vectors are so wide that one score takes long."""
    for record in scope.records:
        for column in record.converted.columns:
            if (column.vector_size or 0) > WIDE_VECTOR:
                size = f"vectors of {column.vector_size:,} elements in `{column.name}`"
                yield _heavy(record, size, "hash into fewer features, or select some")


def beyond_mleap(scope: Scope) -> Iterator[Finding]:
    """MLeap's own runtime cannot load a stage, or ignores what it says."""
    for record in scope.records:
        converted = record.converted
        if converted.beyond_mleap:
            listed = ", ".join(f"`{name}`" for name in converted.beyond_mleap)
            yield Finding(
                "beyond-mleap",
                f"MLeap's format has no place for {listed}: its own runtime ignores it",
                fix="score with saltus, or with the default where MLeap must score it too",
                stage=record.label,
            )


def label_read(scope: Scope) -> Iterator[Finding]:
    """A stage scores with the column that a later one was trained to give."""
    for column in scope.columns.targets_read:
        yield Finding(
            "label-read",
            f"a stage reads `{column}`, which a predictor was trained to give: no request has it, "
            "and the quality that was measured is not what it will be",
            fix=f"fit without `{column}` among the features",
            stage="schema",
        )


def extension(scope: Scope) -> Iterator[Finding]:
    """MLeap has no op for a stage."""
    beyond = {record.label: None for record, _ in _nodes(scope) if not record.converted.portable}
    for label in beyond:
        yield Finding(
            "extension-op",
            "MLeap's own runtime cannot score it: it has no such op, or no such output column",
            fix="score with saltus; only a bundle for MLeap needs another stage or no such column",
            stage=label,
        )


RULES: tuple[Callable[[Scope], Iterator[Finding]], ...] = (
    row_dropped,
    categories_differ,
    heavy_model,
    wide_vector,
    beyond_mleap,
    extension,
)
RULES_OF_ALL_STAGES: tuple[Callable[[Scope], Iterator[Finding]], ...] = (
    target_declared,
    label_read,
    unused_input,
)


def _heavy(record: StageRecord, size: str, fix: str) -> Finding:
    return Finding("heavy-model", f"it has {size}: scores will be slow", fix, stage=record.label)


def _nodes(scope: Scope) -> Iterator[tuple[StageRecord, Node]]:
    seen: set[int] = set()
    for record in scope.records:
        for node in record.converted.nodes:
            # A search has the nodes of its best model.
            if not node.children and id(node) not in seen:
                seen.add(id(node))
                yield record, node


def _models(model: Model) -> Iterator[Model]:
    yield model
    yield from chain.from_iterable(map(_models, model.models.values()))


def _strings(model: Model, attribute: str) -> list[Any]:
    listed: list[Any] = model.attributes.get(attribute, {}).get("string", [])
    return listed if isinstance(listed, list) else []
