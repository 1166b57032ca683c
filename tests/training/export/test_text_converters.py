"""Stages over text and tokens: what is refused, and saved forms that a live Spark rarely writes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from saltus_training.conversion import Conversion, convert
from saltus_training.errors import ExportError

if TYPE_CHECKING:
    from pathlib import Path

FEATURE = "org.apache.spark.ml.feature"
COLUMNS = {"inputCol": "w", "outputCol": "o"}
STOP_WORDS = {"stopWords": ["the"], "caseSensitive": False, "locale": "tr"}

Json = dict[str, Any]


def attributes(conversion: Conversion, folder: str = "root") -> Json:
    found: Json = json.loads(conversion.members[f"{folder}/model.json"])["attributes"]
    return found


@pytest.fixture
def stage(saved: Any) -> Any:
    """Saves a stage that reads `w` and writes `o`."""

    def save(name: str, params: Json | None = None, **parts: Any) -> Path:
        path: Path = saved.stage(f"{FEATURE}.{name}", {**COLUMNS, **(params or {})}, **parts)
        return path

    return save


@pytest.mark.parametrize(
    ("name", "params", "kind", "needs"),
    [
        ("Tokenizer", {}, "int", "strings"),
        ("RegexTokenizer", {}, "double", "strings"),
        ("NGram", {"n": 2}, "string", "lists of strings"),
        ("StopWordsRemover", STOP_WORDS, "string", "lists of strings"),
        ("CountVectorizerModel", {}, "string", "lists of strings"),
        ("Word2VecModel", {"vectorSize": 2}, "string", "lists of strings"),
        ("HashingTF", {}, "string", "lists of strings, numbers or booleans"),
        ("MinHashLSHModel", {}, "double", "vectors"),
    ],
)
def test_columns_of_another_type_are_refused(
    stage: Any, struct: Any, name: str, params: Json, kind: str, needs: str
) -> None:
    with pytest.raises(ExportError) as caught:
        convert(stage(name, params), struct(w=kind))
    assert f"column `w` is of type {kind} where it needs {needs}" == caught.value.reason
    assert name == caught.value.stage


@pytest.mark.parametrize("element", ["date", "timestamp", "decimal(5,2)"])
def test_elements_that_spark_cannot_hash_are_refused(stage: Any, struct: Any, element: str) -> None:
    array = {"type": "array", "elementType": element, "containsNull": True}
    schema = struct(w="string")
    schema["fields"][0]["type"] = array
    with pytest.raises(ExportError, match=r"needs lists of strings, numbers or booleans"):
        convert(stage("HashingTF"), schema)


def tokens(struct: Any, *names: str) -> Json:
    schema: Json = struct(**dict.fromkeys(names, "string"))
    for field in schema["fields"]:
        field["type"] = {"type": "array", "elementType": "string", "containsNull": True}
    return schema


@pytest.mark.parametrize(("version", "expected"), [("2.4.8", 1), ("3.4.0", 2), ("4.2.0", 2)])
def test_a_model_of_spark_2_keeps_the_hash_of_spark_2(
    stage: Any, struct: Any, version: str, expected: int
) -> None:
    params = {"numFeatures": 16, "binary": False}
    saved = stage("HashingTF", params, extra={"sparkVersion": version})
    conversion = convert(saved, tokens(struct, "w"))
    assert {"int": expected} == attributes(conversion)["hashUnsafeBytesVersion"]


@pytest.mark.parametrize(
    ("vocabulary", "reason"),
    [
        (["a", None], "its vocabulary has an entry for null tokens"),
        (["a", "b", "a"], "its vocabulary has a word twice"),
    ],
)
def test_a_vocabulary_that_no_bundle_can_hold_is_refused(
    stage: Any, struct: Any, vocabulary: list[str | None], reason: str
) -> None:
    model = stage(
        "CountVectorizerModel", {"binary": False, "minTF": 1.0}, data=[{"vocabulary": vocabulary}]
    )
    with pytest.raises(ExportError, match=reason):
        convert(model, tokens(struct, "w"))


def test_words_in_several_part_files_are_all_read(saved: Any, stage: Any, struct: Any) -> None:
    model = stage("Word2VecModel", {"vectorSize": 2})
    parts = [[{"word": "a", "vector": [1.0, 2.0]}], [{"word": "b", "vector": [3.0, 4.0]}]]
    saved.parquet(model / "data", *parts)
    conversion = convert(model, tokens(struct, "w"))
    assert {
        "words": {"type": "list", "string": ["a", "b"]},
        "indices": {"type": "list", "long": [0, 1]},
        "word_vectors": {"type": "list", "double": [1.0, 2.0, 3.0, 4.0]},
    } == attributes(conversion)


def test_word_vectors_of_another_size_are_refused(stage: Any, struct: Any) -> None:
    model = stage("Word2VecModel", {"vectorSize": 3}, data=[{"word": "a", "vector": [1.0, 2.0]}])
    with pytest.raises(ExportError, match="other sizes than its vectorSize, 3"):
        convert(model, tokens(struct, "w"))


def test_an_idf_of_spark_2_does_without_its_counts(stage: Any, struct: Any) -> None:
    weights = {"type": 1, "size": None, "indices": None, "values": [0.5, 1.5]}
    model = stage("IDFModel", data=[{"idf": weights}])
    conversion = convert(model, struct(w="vector[2]"))
    assert ["idf"] == list(attributes(conversion))
    with pytest.raises(ExportError, match="vectors of size 3, but the model was fitted on size 2"):
        convert(model, struct(w="vector[3]"))


def test_each_column_of_a_stop_words_remover_is_a_portable_node(saved: Any, struct: Any) -> None:
    params = {**STOP_WORDS, "inputCols": ["a", "b"], "outputCols": ["c", "d"]}
    conversion = convert(
        saved.stage(f"{FEATURE}.StopWordsRemover", params), tokens(struct, "a", "b")
    )
    stage = conversion.stages[0].converted
    ports = [
        [(socket.port, socket.name) for socket in (*node.inputs, *node.outputs)]
        for node in stage.nodes
    ]
    assert [[("input", "a"), ("output", "c")], [("input", "b"), ("output", "d")]] == ports
    assert (True, ("locale",)) == (conversion.portable, stage.beyond_mleap)
    assert stage.rewritten == "one stopwords_remover for each column"


def test_a_locale_is_written_only_where_case_does_not_count(stage: Any, struct: Any) -> None:
    insensitive = convert(stage("StopWordsRemover", STOP_WORDS), tokens(struct, "w"))
    assert {"string": "tr"} == attributes(insensitive)["locale"]
    sensitive = stage("StopWordsRemover", {**STOP_WORDS, "caseSensitive": True})
    assert "locale" not in attributes(convert(sensitive, tokens(struct, "w")))


@pytest.mark.parametrize(("nullable", "expected"), [(True, ["null-raises"]), (False, [])])
def test_a_text_that_may_be_null_is_warned_of(
    stage: Any, struct: Any, nullable: bool, expected: list[str]
) -> None:
    conversion = convert(stage("Tokenizer"), struct(w=("string", nullable)))
    assert expected == [finding.rule for finding in conversion.findings]


def test_a_feature_hasher_asks_for_columns_that_spark_can_hash(saved: Any, struct: Any) -> None:
    params = {"inputCols": ["d"], "outputCol": "o", "numFeatures": 8}
    hasher = saved.stage(f"{FEATURE}.FeatureHasher", params)
    with pytest.raises(ExportError, match="`d` is of type date where it needs numbers"):
        convert(hasher, struct(d="date"))


def test_hashing_vectors_of_unknown_size_asks_for_it(stage: Any, struct: Any) -> None:
    model = stage("MinHashLSHModel", data=[{"randCoefficients": [3, 5, 7, 11]}])
    with pytest.raises(ExportError) as caught:
        convert(model, struct(w="vector"))
    assert caught.value.fix == "declare `w` as vector[n] in the schema"
    conversion = convert(model, struct(w="vector[9]"))
    assert {
        "random_coefficients_a": {"type": "list", "long": [3, 7]},
        "random_coefficients_b": {"type": "list", "long": [5, 11]},
        "input_size": {"int": 9},
    } == attributes(conversion)
    assert "list<vector[1]>" == conversion.schema.outputs[0].type
