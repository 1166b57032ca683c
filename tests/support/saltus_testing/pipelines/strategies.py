"""Strategies for whole pipelines with rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from saltus_testing.pipelines import indexing, models, text, trees, vectors
from saltus_testing.pipelines.draft import Draft, Pipeline, Row
from saltus_testing.pipelines.rows import rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DrawFn

STAGES: dict[str, Callable[[Draft], None]] = {
    stage.__name__: stage
    for stage in [
        indexing.binarizer,
        indexing.bucketizer,
        indexing.imputer,
        indexing.one_hot_encoder,
        indexing.reverse_string_indexer,
        indexing.string_indexer,
        models.isotonic_regression,
        models.k_means,
        models.linear_regression,
        models.linear_svc,
        models.logistic_regression,
        models.one_vs_rest,
        text.count_vectorizer,
        text.hashing_term_frequency,
        text.ngram,
        text.tokenizer,
        trees.decision_tree_classifier,
        trees.decision_tree_regression,
        trees.gbt_classifier,
        trees.gbt_regression,
        trees.random_forest_classifier,
        trees.random_forest_regression,
        vectors.elementwise_product,
        vectors.idf,
        vectors.interaction,
        vectors.max_abs_scaler,
        vectors.min_max_scaler,
        vectors.normalizer,
        vectors.polynomial_expansion,
        vectors.standard_scaler,
        vectors.vector_assembler,
        vectors.vector_slicer,
    ]
}


@st.composite
def pipelines_with_rows(draw: DrawFn, op: str | None = None) -> tuple[Pipeline, list[Row]]:
    """Draw two to eight stages, the one named among them, and rows for their inputs."""
    draft = Draft(draw)
    others = st.lists(st.sampled_from(sorted(STAGES)), min_size=1, max_size=7)
    before = draw(others)
    names = [*before, op] if op else before
    if op and draw(st.booleans()):
        names.append(draw(st.sampled_from(sorted(STAGES))))
    for name in names[-8:]:
        STAGES[name](draft)
    pipeline = draft.finish()
    return pipeline, draw(st.lists(rows(pipeline.inputs), min_size=4, max_size=8))
