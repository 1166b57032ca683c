"""Stages over numbers and vectors, where the recorded cases say nothing.

Expected values are those of Spark 4.1.4; for stages that Spark does not have, of MLeap's tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import saltus_runtime as sr
from saltus_testing.mleap import data_shapes, doubles, longs, tensor, write_node

if TYPE_CHECKING:
    from pathlib import Path

NAN = float("nan")


def load(
    folder: Path,
    op: str,
    attributes: dict[str, Any],
    inputs: dict[str, str] | None = None,
    outputs: dict[str, str] | None = None,
) -> sr.Bundle:
    inputs, outputs = inputs or {"input": "x"}, outputs or {"output": "o"}
    write_node(folder, op, attributes, inputs=inputs, outputs=outputs)
    return sr.load(folder)


def test_a_binarizer_takes_columns_of_numbers_and_of_vectors_at_once(tmp_path: Path) -> None:
    """The form that MLeap exports and cannot load."""
    attributes = {"thresholds": doubles(0.5, -0.5), "input_shapes_list": data_shapes(None, 3)}
    ports = ({"input0": "x", "input1": "v"}, {"output0": "o", "output1": "p"})
    scorer = load(tmp_path, "binarizer", attributes, *ports).scorer()

    assert {"o": 1.0, "p": [1.0, 1.0, 0.0]} == scorer.score({"x": 1.0, "v": [0.0, 0.0, -1.0]})
    assert {"o": 0.0, "p": [1.0, 0.0, 1.0]} == scorer.score({"x": None, "v": [NAN, -0.5, 2.0]})
    with pytest.raises(sr.ScoreError, match="column `v`: is null"):
        scorer.score({"x": 0.0, "v": None})


def test_a_binarizer_of_scikit_learn_lists_its_one_shape(tmp_path: Path) -> None:
    attributes = {"threshold": {"double": 0.5}, "input_shapes": data_shapes(3)}
    scorer = load(tmp_path, "sklearn_binarizer", attributes).scorer()

    assert {"o": [0.0, 1.0, 0.0]} == scorer.score({"x": [0.5, 0.6, NAN]})


def test_a_binarizer_without_a_threshold_for_each_column_is_refused(tmp_path: Path) -> None:
    attributes = {"thresholds": doubles(0.5), "input_shapes_list": data_shapes(None, None)}
    ports = ({"input0": "x", "input1": "y"}, {"output0": "o", "output1": "p"})

    with pytest.raises(sr.BundleError, match="2 inputs but 1 thresholds"):
        load(tmp_path, "binarizer", attributes, *ports)


@pytest.mark.parametrize("value", [None, NAN])
def test_a_bucketizer_that_skips_drops_null_and_nan(tmp_path: Path, value: float | None) -> None:
    attributes = {"splits": doubles(0.0, 1.0, 2.0), "handle_invalid": {"string": "skip"}}
    scorer = load(tmp_path, "bucketizer", attributes).scorer()

    assert scorer.score({"x": value}) is None
    assert {"o": 1.0} == scorer.score({"x": 2.0})
    with pytest.raises(sr.ScoreError, match=r"-0\.0, which lies outside the splits"):
        scorer.score({"x": -0.0})


def test_coalesce_takes_the_first_value_that_is_not_null(tmp_path: Path) -> None:
    attributes = {"nullable_inputs": {"type": "list", "boolean": [True, True]}}
    scorer = load(tmp_path, "coalesce", attributes, {"input0": "x", "input1": "y"}).scorer()

    assert {"o": 1.0} == scorer.score({"x": 1.0, "y": 2.0})
    assert {"o": 2.0} == scorer.score({"x": None, "y": 2.0})
    assert {"o": None} == scorer.score({"x": None, "y": None})
    assert "{'o': nan}" == str(scorer.score({"x": NAN, "y": 2.0}))


def test_a_missing_side_of_a_binary_function_is_a_constant(tmp_path: Path) -> None:
    """MLeap writes a constant of 0 as an empty object, which is not the same as none."""
    attributes = {"operation": {"string": "sub"}, "da": {}}
    scorer = load(tmp_path, "math_binary", attributes, {"input_b": "x"}).scorer()

    assert {"o": -3.0} == scorer.score({"x": 3.0})
    assert {"o": None} == scorer.score({"x": None})
    with pytest.raises(sr.BundleError, match="`da` is missing"):
        load(tmp_path, "math_binary", {"operation": {"string": "sub"}}, {"input_b": "x"})


@pytest.mark.parametrize("op", ["math_unary", "math_binary"])
def test_an_unknown_function_is_refused(tmp_path: Path, op: str) -> None:
    with pytest.raises(sr.BundleError, match="operation `cosh` is unknown"):
        load(tmp_path, op, {"operation": {"string": "cosh"}})


def test_powers_of_scikit_learn_are_read_from_their_names(tmp_path: Path) -> None:
    attributes = {"combinations": {"string": "[x0,x1,x0^2,x0 x1,x1^2]"}}
    scorer = load(tmp_path, "sklearn_polynomial_expansion", attributes).scorer()

    assert {"o": [3.0, 4.0, 9.0, 12.0, 16.0]} == scorer.score({"x": [3.0, 4.0]})


def test_minhash_gives_a_vector_for_each_table(tmp_path: Path) -> None:
    attributes = {
        "random_coefficients_a": longs(1569164237, 1608829486, 747989381),
        "random_coefficients_b": longs(1371249164, 20678044, 1053566254),
        "input_size": {"int": 3},
    }
    bundle = load(tmp_path, "min_hash_lsh", attributes)
    scorer = bundle.scorer()

    assert ["list<vector[1]>"] == [column.type for column in bundle.outputs]
    for expected, vector in [
        ([433428152.0, 771017016.0, 511470273.0], [0.0, 2.0, 5.0]),
        ([902338658.0, 1629507530.0, 1801555635.0], [NAN, 0.0, 0.0]),
        ([433428152.0, 1200262273.0, 511470273.0], [1.0, 2.0, 0.0]),
    ]:
        assert {"o": [[value] for value in expected]} == scorer.score({"x": vector})
    with pytest.raises(sr.ScoreError, match="column `x`: has no entry other than 0"):
        scorer.score({"x": [0.0, 0.0, 0.0]})


@pytest.mark.parametrize(("value", "bucket"), [(0.3, 3.0), (-0.3, -3.0), (0.7, 7.0), (0.0, 0.0)])
def test_projections_are_multiplied_with_the_reciprocal(
    tmp_path: Path, value: float, bucket: float
) -> None:
    """0.3 / 0.1 lies below 3 and 0.3 * (1 / 0.1) does not."""
    attributes = {
        "random_unit_vectors": {"type": "list", "tensor": [tensor(1.0)]},
        "bucket_length": {"double": 0.1},
        "input_size": {"int": 1},
    }
    scorer = load(tmp_path, "bucketed_random_projection_lsh", attributes).scorer()

    assert {"o": [[bucket]]} == scorer.score({"x": [value]})


def test_a_slice_takes_named_elements_last(tmp_path: Path) -> None:
    attributes = {
        "indices": longs(2),
        "names": {"type": "list", "string": ["b", "a"]},
        "named_indices": {"type": "list", "int": [1, 0]},
        "input_size": {"int": 3},
    }
    scorer = load(tmp_path, "vector_slicer", attributes).scorer()

    assert {"o": [3.0, 2.0, 1.0]} == scorer.score({"x": [1.0, 2.0, 3.0]})


INTERACTION = {
    "num_inputs": {"int": 2},
    "num_features0": {"type": "list", "int": [4, 1, 1]},
    "num_features1": {"type": "list", "int": [1]},
    "input_shapes": data_shapes(3, None),
}


@pytest.mark.parametrize(
    ("vector", "factor", "expected"),
    [
        ({"size": 3, "indices": [], "values": []}, 2.0, [0.0] * 6),
        ([0.0, 0.0, 3.0], 2.0, [2.0, 0.0, 0.0, 0.0, 0.0, 6.0]),
        ([3.0, 1.0, 2.0], 5.0, [0.0, 0.0, 0.0, 5.0, 5.0, 10.0]),
    ],
)
def test_an_implicit_zero_is_no_category_in_an_interaction(
    tmp_path: Path, vector: Any, factor: float, expected: list[float]
) -> None:
    ports = {"input0": "v", "input1": "z"}
    scorer = load(tmp_path, "interaction", INTERACTION, ports).scorer()

    assert {"o": expected} == scorer.score({"v": vector, "z": factor})


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"v": [4.0, 1.0, 1.0], "z": 1.0}, "column `v`: holds 4.0, which is none of 4 categories"),
        ({"v": [0.0, 1.0, 1.0], "z": None}, "column `z`: is null"),
    ],
)
def test_an_interaction_raises_where_spark_does(
    tmp_path: Path, row: dict[str, Any], reason: str
) -> None:
    scorer = load(tmp_path, "interaction", INTERACTION, {"input0": "v", "input1": "z"}).scorer()

    with pytest.raises(sr.ScoreError, match=reason):
        scorer.score(row)


SIZED = {"input_size": {"int": 3}}
MIN_HASH = {"random_coefficients_a": longs(1), "random_coefficients_b": longs(1, 2)}
TOO_MANY = {f"num_features{i}": {"type": "list", "int": [1 << 20]} for i in range(2)}


TWICE = {
    "num_features": {"long": 1},
    "keys": longs(0, 0),
    "key_0_keys": doubles(1.0),
    "key_0_values": longs(0),
}


@pytest.mark.parametrize(
    ("op", "attributes", "reason"),
    [
        ("bucketizer", {"splits": doubles(0.0, 2.0, 1.0)}, "ascending"),
        ("chi_sq_selector", {**SIZED, "filter_indices": longs(0, 3)}, "element 3 of a vector of 3"),
        ("chi_sq_selector", {**SIZED, "filter_indices": longs(-1)}, "element -1 of a vector of 3"),
        ("dct", {"inverse": {}, "input_size": {}}, "size 0"),
        ("dct", {"inverse": {}, "input_size": {"int": 2**20}}, "size 1048576, more than"),
        ("elementwise_product", {}, "`scaling_vec` is missing"),
        ("interaction", {**INTERACTION, "num_inputs": {"int": 3}}, "2 inputs"),
        ("interaction", {**INTERACTION, "num_features1": longs(0)}, "0 categories"),
        ("interaction", {**INTERACTION, "num_features1": longs(1, 1)}, "no vector"),
        ("interaction", {**INTERACTION, **TOO_MANY, "input_shapes": data_shapes(1, 1)}, "products"),
        ("min_hash_lsh", MIN_HASH, "`random_coefficients_a` has 1 values"),
        ("min_max_scaler", {"min": tensor(1.0), "max": tensor(1.0, 2.0)}, "`min` has 1 values"),
        ("normalizer", {"p_norm": {"double": 0.5}}, "less than 1"),
        ("pca", {"principal_components": tensor(1.0, 2.0)}, "is not a matrix"),
        ("polynomial_expansion", {"input_size": {"long": 9999}, "degree": {"long": 9}}, "degree 9"),
        ("sklearn_polynomial_expansion", {"combinations": {"string": "[x0,?]"}}, "no list"),
        ("vector_indexer", {"num_features": {"long": 2}, "keys": longs(2)}, "element 2 of a vecto"),
        ("vector_indexer", TWICE, "`keys` names the element 0 twice"),
    ],
)
def test_parameters_that_contradict_each_other_are_refused(
    tmp_path: Path, op: str, attributes: dict[str, Any], reason: str
) -> None:
    several = {"input0": "x", "input1": "y"} if op == "interaction" else None

    with pytest.raises(sr.BundleError, match=reason):
        load(tmp_path, op, attributes, several)


@pytest.mark.parametrize(
    ("op", "attributes"),
    [
        ("elementwise_product", {"scaling_vec": tensor(1.0, 2.0)}),
        ("max_abs_scaler", {"maxAbs": tensor(1.0, 2.0)}),
        ("normalizer", {"p_norm": {"double": 2.0}}),
        ("pca", {"principal_components": tensor(1.0, 2.0, dimensions=[2, 1])}),
        ("polynomial_expansion", {"input_size": {"long": 2}, "degree": {"long": 2}}),
    ],
)
def test_null_in_place_of_a_vector_raises_as_in_spark(
    tmp_path: Path, op: str, attributes: dict[str, Any]
) -> None:
    scorer = load(tmp_path, op, attributes).scorer()

    with pytest.raises(sr.ScoreError, match="column `x`: is null"):
        scorer.score({"x": None})
