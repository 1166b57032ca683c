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
    """Draw two to eight stages and rows for their inputs.

    A stage that is named comes last, and after one other as often as after many: what raises
    before it hides what it gives.
    """
    draft = Draft(draw)
    names = st.sampled_from(sorted(STAGES))
    if op is None:
        drawn = draw(st.lists(names, min_size=2, max_size=8))
    else:
        many = st.lists(names, min_size=1, max_size=7)
        drawn = [*draw(many | st.lists(names, min_size=1, max_size=1)), op]
    for name in drawn:
        STAGES[name](draft)
    pipeline = draft.finish()
    return pipeline, draw(st.lists(rows(pipeline.inputs), min_size=6, max_size=9))
