"""Stages over texts and tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from saltus_testing.mleap import scalar, strings
from saltus_testing.pipelines.draft import Stage
from saltus_testing.pipelines.indexing import output
from saltus_testing.pipelines.rows import LABELS
from saltus_testing.reference import text

if TYPE_CHECKING:
    from saltus_testing.pipelines.draft import Draft


def tokenizer(draft: Draft) -> None:
    column = draft.column("text")
    made = {"output": draft.made("tokens", exact=True)}
    draft.add(Stage("tokenizer", {"input": column}, made, {}, output(text.tokenize)))


def ngram(draft: Draft) -> None:
    column = draft.column("tokens")
    n = draft.draw(st.integers(1, 3))
    made = {"output": draft.made("tokens", exact=True)}
    attributes = {"n": scalar("long", n)}
    draft.add(Stage("ngram", {"input": column}, made, attributes, output(text.ngrams, n)))


def count_vectorizer(draft: Draft) -> None:
    column = draft.column("tokens")
    terms = [*LABELS, "b", "c", "b b", "", "null"]
    vocabulary = draft.draw(st.lists(st.sampled_from(terms), min_size=1, unique=True))
    binary, min_tf = draft.choice(True, False), draft.choice(1.0, 0.0, 0.25, 2.0)
    attributes = {
        "vocabulary": strings(*vocabulary),
        "binary": scalar("boolean", binary),
        "min_tf": scalar("double", min_tf),
    }
    made = {"output": draft.made("vector", len(vocabulary), exact=True)}
    score = output(text.count_tokens, vocabulary, min_tf, binary=binary)
    draft.add(Stage("count_vectorizer", {"input": column}, made, attributes, score))


def hashing_term_frequency(draft: Draft) -> None:
    column = draft.column("tokens")
    size = draft.draw(st.integers(1, 12))
    binary = draft.choice(True, False)
    attributes = {
        "num_features": scalar("long", size),
        "binary": scalar("boolean", binary),
        "hashUnsafeBytesVersion": scalar("int", 2),
    }
    made = {"output": draft.made("vector", size, exact=True)}
    score = output(text.hash_tokens, size, binary=binary)
    draft.add(Stage("hashing_term_frequency", {"input": column}, made, attributes, score))
