"""Attributes and ports of older bundles, and attributes that MLeap's exporters may leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import saltus_runtime as sr
from saltus_testing.mleap import Json, doubles, longs, tensor, write_node

if TYPE_CHECKING:
    from pathlib import Path


def scorer(folder: Path, op: str, attributes: Json, **inputs: str) -> sr.Scorer:
    """The scorer of one stage, from the column `input` of the given type to the column `output`."""
    types = inputs or {"input": "double"}
    output = "prediction" if "features" in types else "output"
    write_node(folder, op, attributes, inputs={port: port for port in types}, outputs={output: "o"})
    return sr.load(folder, inputs=types).scorer()


def strings(*values: str) -> Json:
    return {"type": "list", "string": list(values)}


def test_a_string_indexer_of_spark_2_has_one_list_of_labels_and_no_policy(tmp_path: Path) -> None:
    attributes = {"labels": strings("b", "a"), "nullable_input": {"boolean": True}}
    indexer = scorer(tmp_path, "string_indexer", attributes, input="string")

    assert [{"o": 0.0}, {"o": 1.0}] == indexer.score_many([{"input": "b"}, {"input": "a"}])
    with pytest.raises(sr.ScoreError, match="unseen label"):
        indexer.score({"input": "c"})


@pytest.mark.parametrize(
    ("drop_last", "policy", "expected"),
    [
        (True, None, [[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]),
        (True, "error", [[1.0], [0.0], None]),
        (False, "keep", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        (False, None, [[1.0, 0.0], [0.0, 1.0], None]),
    ],
)
def test_a_one_hot_encoder_of_spark_2_has_one_size_and_a_policy_by_its_last_category(
    tmp_path: Path, drop_last: bool, policy: str | None, expected: list[list[float] | None]
) -> None:
    attributes = {
        "size": {"long": 2},
        "drop_last": {"boolean": drop_last},
        **({} if policy is None else {"handle_invalid": {"string": policy}}),
    }
    encoder = scorer(tmp_path, "one_hot_encoder", attributes)

    for category, vector in enumerate(expected):
        if vector is None:
            with pytest.raises(sr.ScoreError, match="unseen category"):
                encoder.score({"input": category})
        else:
            assert {"o": vector} == encoder.score({"input": category})


def test_a_binarizer_of_spark_2_has_no_shapes(tmp_path: Path) -> None:
    attributes = {"threshold": {"double": 0.5}}

    number = scorer(tmp_path / "number", "binarizer", attributes)
    assert {"o": 1.0} == number.score({"input": 0.75})
    vector = scorer(tmp_path / "vector", "binarizer", attributes, input="vector[2]")
    assert {"o": [1.0, 0.0]} == vector.score({"input": [0.75, 0.25]})


def test_hashing_without_a_version_is_that_of_spark_2(tmp_path: Path) -> None:
    """The token hashes to 1485273170, and to -1293573533 since Spark 3."""

    def bucket(name: str, **version: Json) -> int:
        attributes = {"num_features": {"long": 1000}, **version}
        hashing = scorer(
            tmp_path / name, "hashing_term_frequency", attributes, input="list<string>"
        )
        row = hashing.score({"input": ["a"]})
        assert row is not None
        return row["o"].index(1.0)

    assert 170 == bucket("old")
    assert 467 == bucket("new", hashUnsafeBytesVersion={"int": 2})


@pytest.mark.parametrize(
    "vectors", [doubles(1.0, 2.0, 3.0, 4.0), tensor(1.0, 2.0, 3.0, 4.0, dimensions=[2, 2])]
)
def test_word_vectors_come_as_a_list_or_a_tensor_and_in_the_order_of_the_words(
    tmp_path: Path, vectors: Json
) -> None:
    attributes = {"words": strings("a", "b"), "word_vectors": vectors}
    tokens = {"input": ["b", "?"]}

    in_order = scorer(tmp_path / "0", "word_to_vector", attributes, input="list<string>")
    assert {"o": [1.5, 2.0]} == in_order.score(tokens)
    swapped = {**attributes, "indices": longs(1, 0)}
    by_index = scorer(tmp_path / "1", "word_to_vector", swapped, input="list<string>")
    assert {"o": [0.5, 1.0]} == by_index.score(tokens)


LINE = {"coefficients": tensor(1.0), "intercept": {}}


@pytest.mark.parametrize(
    ("op", "attributes", "expected"),
    [
        # No threshold, and only the port `prediction`: MLeap's exporter of scikit-learn's models.
        ("logistic_regression", {**LINE, "num_classes": {"long": 2}}, [0.0, 1.0]),
        ("linear_svc", {**LINE, "num_classes": {"long": 2}}, [0.0, 1.0]),
        ("generalized_linear_regression", {**LINE, "family": {"string": "gamma"}}, [1e-16, 0.5]),
        ("generalized_linear_regression", LINE, [-2.0, 2.0]),
    ],
)
def test_what_a_model_leaves_out_has_its_default(
    tmp_path: Path, op: str, attributes: Json, expected: list[float]
) -> None:
    model = scorer(tmp_path, op, attributes, features="vector[1]")

    rows: list[dict[str, Any]] = [{"features": [-2.0]}, {"features": [2.0]}]
    assert [{"o": value} for value in expected] == model.score_many(rows)


@pytest.mark.parametrize(
    ("op", "attributes", "kind", "value", "expected"),
    [
        ("imputer", {"surrogate_value": {"double": 7.0}}, "double", float("nan"), 7.0),
        ("imputer", {"surrogate_value": {}, "missing_value": {"double": None}}, "int", None, 0.0),
        ("standard_scaler", {"mean": tensor(1.0)}, "vector[1]", [3.0], [2.0]),
        ("standard_scaler", {"std": tensor(2.0)}, "vector[1]", [3.0], [1.5]),
        ("min_max_scaler", {"min": tensor(1.0), "max": tensor(3.0)}, "vector[1]", [2.0], [0.5]),
        (
            "min_max_scaler",
            {"min": tensor(1.0), "max": tensor(3.0), "minValue": {}, "maxValue": {"double": 4.0}},
            "vector[1]",
            [2.0],
            [2.0],
        ),
        (
            "string_map",
            {"labels": strings("a"), "values": doubles(1.0), "handle_invalid": {"string": "keep"}},
            "string",
            "b",
            0.0,
        ),
        (
            "regex_indexer",
            {"regexes": strings("a"), "indices": {"type": "list", "int": [3]}},
            "string",
            "bab",
            3,
        ),
        ("reverse_string_indexer", {"labels": strings("a", "b")}, "double", 1.0, "b"),
        ("bucketizer", {"splits": doubles(None, 0.0, None)}, "double", 1e300, 1.0),
    ],
)
def test_what_a_stage_leaves_out_has_its_default(
    tmp_path: Path, op: str, attributes: Json, kind: str, value: Any, expected: Any
) -> None:
    assert {"o": expected} == scorer(tmp_path, op, attributes, input=kind).score({"input": value})
