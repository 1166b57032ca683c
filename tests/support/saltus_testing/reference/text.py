"""Texts and their tokens: Tokenizer, NGram, CountVectorizer, HashingTF."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from saltus_testing.reference.murmur3 import SEED, murmur3
from saltus_testing.reference.values import Vector, present

if TYPE_CHECKING:
    from collections.abc import Sequence

Tokens = list[str | None]


def tokenize(text: str | None) -> Tokens:
    """Split as Java does: at ASCII whitespace, no empty tokens at the end."""
    lower = present(text).lower()
    tokens: Tokens = list(re.split(r"[ \t\n\x0b\f\r]", lower))
    while len(tokens) > 1 and not tokens[-1]:
        tokens.pop()
    return [] if tokens == [""] and lower else tokens


def ngrams(tokens: Tokens | None, n: int) -> Tokens:
    words = ["null" if token is None else token for token in present(tokens)]
    return [" ".join(words[start : start + n]) for start in range(len(words) - n + 1)]


def count_tokens(
    tokens: Tokens | None, vocabulary: Sequence[str], min_tf: float, *, binary: bool
) -> Vector:
    """Counts below the least frequency are left out; below 1 it is a share of all tokens."""
    words = present(tokens)
    least = min_tf if min_tf >= 1.0 else len(words) * min_tf
    counts = Counter(words)
    stored = {
        index: 1.0 if binary else float(counts[term])
        for index, term in enumerate(vocabulary)
        if counts[term] and counts[term] >= least
    }
    return Vector(len(vocabulary), stored)


def hash_tokens(tokens: Tokens | None, num_features: int, *, binary: bool) -> Vector:
    hashes = (SEED if token is None else murmur3(token.encode()) for token in present(tokens))
    counts = Counter(value % num_features for value in hashes)
    return Vector(num_features, {i: 1.0 if binary else float(n) for i, n in counts.items()})
