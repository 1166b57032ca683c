"""Edges of the stages over text that the recorded cases lack, as Spark 4.1 on JDK 17 has them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import saltus_runtime as sr
from saltus_testing.mleap import Json, write_node

if TYPE_CHECKING:
    from pathlib import Path


def load(
    folder: Path,
    op: str,
    attributes: Json,
    *,
    port: str = "input",
    outputs: dict[str, str] | None = None,
    kind: str | None = None,
) -> sr.Bundle:
    """A bundle of one stage, from the column x (of the given kind) to the column o."""
    write_node(folder, op, attributes, inputs={port: "x"}, outputs=outputs or {"output": "o"})
    return sr.load(folder, inputs={"x": kind} if kind else {})


def score(bundle: sr.Bundle, value: Any) -> Any:
    row = bundle.scorer().score({"x": value})
    assert row is not None
    return row["o"]


def strings(*values: str) -> Json:
    return {"type": "list", "string": list(values)}


def regex_tokenizer(regex: str, *, gaps: bool = True, shortest: int = 1) -> Json:
    return {
        "regex": {"string": regex},
        "match_gaps": {"boolean": gaps},
        "token_min_length": {"int": shortest},
        "lowercase_text": {"boolean": True},
    }


@pytest.mark.parametrize(
    ("attributes", "text", "expected"),
    [
        (regex_tokenizer(""), "😀a\U0001d49cb", ["?", "?", "a", "?", "?", "b"]),
        (regex_tokenizer("|"), "ab c", ["a", "b", " ", "c"]),
        (regex_tokenizer("|"), "", []),
        (regex_tokenizer("\\s*"), "ab c", ["a", "b", "c"]),
        (regex_tokenizer("", shortest=0), "", [""]),
        (regex_tokenizer("x*", gaps=False, shortest=0), "ab c", [""] * 5),
        (regex_tokenizer("x*", gaps=False, shortest=0), "😀a\U0001d49cb", [""] * 7),
        (regex_tokenizer("\\s", shortest=2), "😀 é ΑΣ", ["😀", "ας"]),
    ],
)
def test_patterns_that_match_nothing_split_between_units_as_in_java(
    tmp_path: Path, attributes: Json, text: str, expected: list[str]
) -> None:
    assert expected == score(load(tmp_path, "regex_tokenizer", attributes), text)


def test_a_pattern_that_is_not_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(sr.UnsupportedOpError, match=r"a possessive quantifier at position 1") as e:
        load(tmp_path, "regex_tokenizer", regex_tokenizer("a++"))

    assert ("regex_tokenizer", "regex_tokenizer") == (e.value.stage, e.value.op)
    assert (e.value.hint or "").startswith("fit the pipeline with a pattern that does without it")


@pytest.mark.parametrize("op", ["tokenizer", "regex_tokenizer"])
def test_text_is_lower_cased_by_the_locale_in_the_model_card(tmp_path: Path, op: str) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "model_card.json").write_text(json.dumps({"locale": "tr-TR"}), encoding="utf-8")
    attributes = regex_tokenizer("\\s") if op == "regex_tokenizer" else {}

    assert ["\u0131s\u0131", "isi"] == score(load(tmp_path, op, attributes), "ISI İSİ")


@pytest.mark.parametrize(
    ("text", "expected"), [("A  b ", ["a", "", "b"]), ("", [""]), (" ", []), ("a\xa0b", ["a\xa0b"])]
)
def test_tokenizer_drops_empty_tokens_at_the_end_only(
    tmp_path: Path, text: str, expected: list[str]
) -> None:
    assert expected == score(load(tmp_path, "tokenizer", {}), text)


TOKENS = ["I", "i", "\u0131", "\u0130", "\u0131s\u0131", "isi", None, "i\u0307"]


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("tr", ["i", "\u0130", "isi", None, "i\u0307"]),
        ("tr_TR", ["\u0131", "\u0130", "\u0131s\u0131", None, "i\u0307"]),
    ],
)
def test_stop_words_take_the_whole_locale_for_a_language(
    tmp_path: Path, locale: str, expected: list[str | None]
) -> None:
    attributes = {
        "stop_words": strings("I", "ISI"),
        "case_sensitive": {},
        "locale": {"string": locale},
    }

    assert expected == score(load(tmp_path, "stopwords_remover", attributes), TOKENS)


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [(["a", None, "b"], ["a null", "null b"]), (["a"], []), ([], []), ([None], [])],
)
def test_ngrams_print_null(tmp_path: Path, tokens: list[str | None], expected: list[str]) -> None:
    assert expected == score(load(tmp_path, "ngram", {"n": {"long": 2}}), tokens)


@pytest.mark.parametrize(
    ("element", "tokens", "expected"),
    [
        ("int", [1, -1, None, 1], {42: 1.0, 43: 2.0, 613: 1.0}),
        (
            "double",
            [1.0, -0.0, 0.0, float("nan"), None],
            dict.fromkeys([42, 58, 615, 805, 915], 1.0),
        ),
        ("boolean", [True, False], {43: 1.0, 791: 1.0}),
        ("string", [], {}),
    ],
)
def test_tokens_of_any_type_are_hashed_as_what_they_are(
    tmp_path: Path, element: str, tokens: list[Any], expected: dict[int, float]
) -> None:
    attributes = {"num_features": {"long": 1000}, "hashUnsafeBytesVersion": {"int": 2}}
    bundle = load(tmp_path, "hashing_term_frequency", attributes, kind=f"list<{element}>")

    counts = score(bundle, tokens)

    assert expected == {index: count for index, count in enumerate(counts) if count}


def test_bundles_of_spark_2_hash_text_in_their_own_way(tmp_path: Path) -> None:
    bundle = load(tmp_path, "hashing_term_frequency", {"num_features": {"long": 1 << 18}})

    counts = score(bundle, ["a", "a"])

    # 1485273170, the hash that Spark 2 gives the text.
    assert {1485273170 % (1 << 18): 2.0} == {i: count for i, count in enumerate(counts) if count}


@pytest.mark.parametrize(
    ("kind", "categorical", "value", "expected"),
    [
        ("byte", False, 1, (50922, 1.0)),
        ("byte", True, 1, (82875, 1.0)),
        ("boolean", False, True, (12563, 1.0)),
        ("double", True, -0.0, (61085, 1.0)),
        ("double", True, 1e7, (88163, 1.0)),
        ("double", True, float("nan"), (73457, 1.0)),
        ("float", True, 0.1, (71077, 1.0)),
        ("long", True, 1 << 60, (25240, 1.0)),
        ("int", False, 5, (50922, 5.0)),
        ("string", False, "", (68093, 1.0)),
    ],
)
def test_features_hash_by_type(
    tmp_path: Path, kind: str, value: Any, expected: tuple[int, float], *, categorical: bool
) -> None:
    attributes = {
        "num_features": {"long": 100_000},
        "input_names": strings("x"),
        "categorical_cols": strings("x") if categorical else {"type": "list"},
        "basic_types": {"type": "list", "basic_type": [kind]},
    }
    bundle = load(tmp_path, "feature_hasher", attributes, port="input0")

    features = score(bundle, value)

    assert [expected] == [(i, number) for i, number in enumerate(features) if number]


@pytest.mark.parametrize(
    ("min_tf", "tokens", "expected"),
    [
        (0.34, ["a", "b", "z"], [0.0, 0.0, 0.0]),
        (0.34, ["b", "b", None], [0.0, 2.0, 0.0]),
        (0.34, ["b"], [0.0, 1.0, 0.0]),
        (2.0, ["a", "b", "a"], [2.0, 0.0, 0.0]),
    ],
)
def test_counts_below_the_least_frequency_are_left_out(
    tmp_path: Path, min_tf: float, tokens: list[str | None], expected: list[float]
) -> None:
    attributes = {
        "vocabulary": strings("a", "b", "c"),
        "binary": {},
        "min_tf": {"double": min_tf},
    }

    assert expected == score(load(tmp_path, "count_vectorizer", attributes), tokens)


def test_indices_are_cut_off_to_labels(tmp_path: Path) -> None:
    bundle = load(tmp_path, "reverse_string_indexer", {"labels": strings("p", "q")})

    assert ["p", "q", "p"] == [score(bundle, value) for value in (0.0, 1.9, -0.5)]
    for value in (-1.0, 2.0, 1e300, float("nan"), None):
        with pytest.raises(sr.ScoreError, match="no label"):
            score(bundle, value)


@pytest.mark.parametrize(
    ("op", "attributes"),
    [
        ("tokenizer", {}),
        ("regex_tokenizer", regex_tokenizer("\\s")),
        ("ngram", {"n": {"long": 2}}),
        ("stopwords_remover", {"stop_words": strings("a"), "case_sensitive": {}}),
        ("word_filter", {"length": {"int": 1}}),
        ("hashing_term_frequency", {"num_features": {"long": 8}}),
        ("count_vectorizer", {"vocabulary": strings("a"), "binary": {}, "min_tf": {"double": 1.0}}),
        (
            "word_to_vector",
            {"words": strings("a"), "word_vectors": {"type": "list", "double": [1.0]}},
        ),
    ],
)
def test_null_raises_where_the_stage_needs_text(tmp_path: Path, op: str, attributes: Json) -> None:
    with pytest.raises(sr.ScoreError, match="column `x`: is null"):
        score(load(tmp_path, op, attributes), None)


def test_a_string_map_gives_its_default_for_what_it_lacks(tmp_path: Path) -> None:
    attributes = {
        "labels": strings("a"),
        "values": {"type": "list", "double": [2.5]},
        "handle_invalid": {"string": "keep"},
        "default_value": {"double": -1.0},
    }
    bundle = load(tmp_path, "string_map", attributes)

    assert [2.5, -1.0, -1.0] == [score(bundle, value) for value in ("a", "b", None)]


# What follows is by MLeap's own code: Spark has no such stages.


def test_a_word_filter_keeps_long_words_of_letters(tmp_path: Path) -> None:
    bundle = load(tmp_path, "word_filter", {"length": {"int": 2}})

    assert ["abc", "été"] == score(
        bundle, ["abc", "ab", "été", "ab1", "\U0001d49c\U0001d49c\U0001d49c", "", "don't"]
    )


def test_a_multinomial_labeler_names_what_reaches_the_threshold(tmp_path: Path) -> None:
    bundle = load(
        tmp_path,
        "multinomial_labeler",
        {"threshold": {"double": 0.3}, "labels": strings("a", "b", "c")},
        port="features",
        outputs={"probabilities": "p", "labels": "l"},
    )

    row = bundle.scorer().score({"x": [0.5, 0.2, 0.3]})

    assert {"p": [0.5, 0.3], "l": ["a", "c"]} == row


def test_a_regex_indexer_takes_the_first_pattern_that_occurs(tmp_path: Path) -> None:
    attributes = {
        "regexes": strings("ab+", "b$"),
        "indices": {"type": "list", "int": [7, 3]},
        "default_value": {},
    }
    bundle = load(tmp_path, "regex_indexer", attributes)
    strict = load(
        tmp_path / "strict",
        "regex_indexer",
        {name: value for name, value in attributes.items() if name != "default_value"},
    )

    assert [7, 3, 0] == [score(bundle, value) for value in ("xabb", "b", "ba")]
    with pytest.raises(sr.ScoreError, match='"ba"'):
        score(strict, "ba")


def test_a_bundle_compiles_so_many_regular_expressions_only(tmp_path: Path) -> None:
    attributes = {
        "regexes": strings(*["a"] * 65),
        "indices": {"type": "list", "int": [0] * 65},
    }

    with pytest.raises(sr.BundleError, match="one regular expression too many"):
        load(tmp_path, "regex_indexer", attributes)
