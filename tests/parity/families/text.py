"""Strings to tokens, tokens to tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from case import Case
from pyspark.ml import PipelineModel
from pyspark.ml.feature import NGram, RegexTokenizer, StopWordsRemover, Tokenizer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

TEXTS: list[tuple[Any, ...]] = [
    ("The quick  brown Fox",),
    ("  leading and trailing  ",),
    ("tab\tnew\nline\x0bvertical\x1cseparator",),
    ("no\u00a0break\u2003em\u0085next",),
    ("İSTANBUL ISTANBUL ΟΔΟΣ Straße ǅ",),
    ("a,b;;c,,",),
    (",;,",),
    ("x1 22 _y 😀 é e\u0301 ٣",),
    ("😀😀 😀",),
    ("",),
    (" ",),
    (None,),
]
TOKENS: list[tuple[Any, ...]] = [
    (["The", "the", "THE", "I", "i", "\u0131", "İ", "straße", "STRASSE", "ΟΔΟΣ", "οδος", "οδοσ"],),
    (["", " ", "a b", "fox"],),
    (["a", None, "b"],),
    ([None],),
    (["lonely"],),
    ([],),
    (None,),
]
PATTERNS = {
    "default": {},
    "words": {"pattern": r"\w+", "gaps": False},
    "separators": {"pattern": "[,;]", "toLowercase": False},
    "runs": {"pattern": "[^a-z0-9]+", "minTokenLength": 0},
    "shortest": {"pattern": r"\s", "minTokenLength": 4},
    "letters": {"pattern": r"[a-zA-Z]{2,}|\d+", "gaps": False, "toLowercase": False},
    "every_position": {"pattern": ""},
    "zero_width": {"pattern": "x*"},
}


def cases(spark: SparkSession) -> Iterator[Case]:
    del spark
    yield Case("tokenizer", Tokenizer(inputCol="text", outputCol="words"), "text string", TEXTS)
    for name, params in PATTERNS.items():
        tokenizer = RegexTokenizer(inputCol="text", outputCol="words", **params)
        yield Case(f"regex_tokenizer_{name}", tokenizer, "text string", TEXTS)
    for n in (1, 2, 3):
        ngram = NGram(n=n, inputCol="words", outputCol="grams")
        yield Case(f"ngram_{n}", ngram, "words array<string>", TOKENS)
    yield from stop_words()
    yield pipeline()


def stop_words() -> Iterator[Case]:
    words = ["the", "I", "STRASSE", "Οδος", "", "İ"]
    variants: dict[str, dict[str, Any]] = {
        "english": {},
        "case": {"stopWords": words, "caseSensitive": True},
        "words": {"stopWords": words, "locale": "en_US"},
        "turkish": {"stopWords": words, "locale": "tr"},
        "turkish_of_turkey": {"stopWords": words, "locale": "tr_TR"},
        "none": {"stopWords": []},
    }
    for name, params in variants.items():
        remover = StopWordsRemover(inputCol="words", outputCol="kept", **params)
        yield Case(f"stop_words_remover_{name}", remover, "words array<string>", TOKENS)
    several = StopWordsRemover(
        inputCols=["words", "more"], outputCols=["kept", "more_kept"], stopWords=words
    )
    rows = [
        (first, second) for (first,), (second,) in zip(TOKENS, TOKENS[2:] + TOKENS, strict=False)
    ]
    schema = "words array<string>, more array<string>"
    yield Case("stop_words_remover_several", several, schema, rows)


def pipeline() -> Case:
    stages = [
        RegexTokenizer(inputCol="text", outputCol="words", pattern=r"\W+"),
        StopWordsRemover(inputCol="words", outputCol="kept"),
        NGram(n=2, inputCol="kept", outputCol="pairs"),
    ]
    return Case("text_pipeline", PipelineModel(stages), "text string", TEXTS)
