"""Tokens to vectors, and what weighs them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from case import Case
from pyspark.ml import Pipeline
from pyspark.ml.feature import (
    IDF,
    CountVectorizer,
    CountVectorizerModel,
    HashingTF,
    Tokenizer,
    Word2Vec,
)
from pyspark.ml.linalg import Vectors, VectorUDT
from pyspark.sql.types import StructField, StructType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

NAN, INFINITY = float("nan"), float("inf")
WORDS = "words array<string>"
TOKENS: list[tuple[Any, ...]] = [
    (["a", "b", "a", "unknown", "é"],),
    (["b", "b", "b", "a"],),
    (["é", "", "😀", "a"],),
    (["unknown", "other"],),
    (["a", None, None],),
    ([None],),
    ([],),
    (None,),
]
ELEMENTS: dict[str, list[list[Any]]] = {
    "boolean": [[True, False, True], [None]],
    "byte": [[1, -128, 127, 1], [0, None]],
    "short": [[1, -32768, 300], [0]],
    "int": [[1, -(2**31), 2**31 - 1], [0, 1]],
    "long": [[1, -(2**63), 2**63 - 1], [2**40, 0]],
    "float": [[1.0, 0.5, -0.0, 0.0], [NAN, INFINITY, -INFINITY]],
    "double": [[1.0, 0.1, -0.0, 0.0], [NAN, INFINITY, -INFINITY, 1e300, None]],
    "string": [["a", "abcd", "é", "😀", "", None], ["1", "1.0"]],
}


def cases(spark: SparkSession) -> Iterator[Case]:
    documents = [(["a", "b", "a", "é"],), (["b", "c", ""],), (["a", "😀", "b"],), (["b", "b"],)]
    frame = spark.createDataFrame(documents, WORDS)
    yield from count_vectorizers(frame)
    yield from hashing()
    yield from idf(spark)
    word2vec = Word2Vec(
        vectorSize=3, minCount=1, seed=7, maxIter=1, inputCol="words", outputCol="vector"
    )
    yield Case("word2vec", word2vec.fit(frame), WORDS, TOKENS)
    yield pipeline(spark)


def count_vectorizers(frame: Any) -> Iterator[Case]:
    variants: dict[str, dict[str, Any]] = {
        "default": {},
        "binary": {"binary": True},
        "least": {"minTF": 2.0},
        "share": {"minTF": 0.4},
        "binary_share": {"minTF": 0.25, "binary": True},
        "small": {"vocabSize": 2},
    }
    for name, params in variants.items():
        vectorizer = CountVectorizer(inputCol="words", outputCol="counts", **params)
        yield Case(f"count_vectorizer_{name}", vectorizer.fit(frame), WORDS, TOKENS)
    given = CountVectorizerModel.from_vocabulary(["b", "é"], inputCol="words", outputCol="counts")
    yield Case("count_vectorizer_of_a_vocabulary", given, WORDS, TOKENS)


def hashing() -> Iterator[Case]:
    for element, tokens in ELEMENTS.items():
        rows: list[tuple[Any, ...]] = [*((row,) for row in tokens), ([],), (None,)]
        hasher = HashingTF(inputCol="words", outputCol="counts", numFeatures=1000)
        yield Case(f"hashing_tf_{element}", hasher, f"words array<{element}>", rows)
    few = HashingTF(inputCol="words", outputCol="counts", numFeatures=3, binary=True)
    yield Case("hashing_tf_binary", few, WORDS, TOKENS)
    default = HashingTF(inputCol="words", outputCol="counts")
    yield Case("hashing_tf_default", default, WORDS, TOKENS[:3])


def idf(spark: SparkSession) -> Iterator[Case]:
    schema = StructType([StructField("v", VectorUDT())])
    seen = [([1.0, 0.0, 2.0],), ([1.0, 1.0, 0.0],), ([3.0, 0.0, 0.0],)]
    frame = spark.createDataFrame([(Vectors.dense(values),) for (values,) in seen], schema)
    rows: list[tuple[Any, ...]] = [
        (Vectors.dense([1.0, 2.0, 3.0]),),
        (Vectors.dense([-0.0, -1.5, 0.0]),),
        (Vectors.dense([NAN, INFINITY, -INFINITY]),),
        (Vectors.sparse(3, [0, 2], [4.0, -0.5]),),
        (Vectors.sparse(3, [1], [0.0]),),
        (Vectors.sparse(3, [], []),),
        (None,),
    ]
    for least in (0, 2):
        model = IDF(inputCol="v", outputCol="weighted", minDocFreq=least).fit(frame)
        yield Case(f"idf_{least}", model, schema, rows)


def pipeline(spark: SparkSession) -> Case:
    texts = [("good good day",), ("bad day",), ("a good film",), (" ",)]
    stages = [
        Tokenizer(inputCol="text", outputCol="words"),
        CountVectorizer(inputCol="words", outputCol="counts"),
        IDF(inputCol="counts", outputCol="weighted"),
        Word2Vec(vectorSize=2, minCount=1, seed=1, maxIter=1, inputCol="words", outputCol="mean"),
    ]
    model = Pipeline(stages=stages).fit(spark.createDataFrame(texts, "text string"))
    rows: list[tuple[Any, ...]] = [*texts, ("Good unknown FILM",), ("",), (None,)]
    return Case("bag_of_words_pipeline", model, "text string", rows)
