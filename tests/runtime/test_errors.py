"""Errors carry their facts as fields, not only as text."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest
import saltus_runtime as sr
from saltus_testing.mleap import data_shapes, doubles, write_bundle, write_node, write_stage

if TYPE_CHECKING:
    from pathlib import Path

Fields = dict[str, Any]


def score_fields(error: sr.ScoreError) -> Fields:
    return {name: getattr(error, name) for name in ("stage", "op", "column", "row", "value")}


def refused(scorer: sr.Scorer, row: Any) -> sr.ScoreError:
    with pytest.raises(sr.ScoreError) as caught:
        scorer.score(row)
    return caught.value


@pytest.fixture(name="assembler")
def _assembler(tmp_path: Path) -> sr.Scorer:
    write_node(
        tmp_path,
        "vector_assembler",
        {"input_shapes": data_shapes(None, 2)},
        inputs={"input0": "a", "input1": "v"},
        outputs={"output": "x"},
    )
    return sr.load(tmp_path, inputs={"a": "double", "v": "vector[2]"}).scorer()


@pytest.fixture(name="indexer")
def _indexer(tmp_path: Path) -> sr.Scorer:
    labels = {"labels": {"type": "list", "string": ["UA", "AA"]}}
    write_stage(tmp_path, "string_indexer", labels, inputs=["carrier"], outputs=["i"])
    return sr.load(tmp_path).scorer()


def test_a_null_has_no_value(assembler: sr.Scorer) -> None:
    error = refused(assembler, {"a": None, "v": [1.0, 2.0]})

    stage = {"stage": "vector_assembler", "op": "vector_assembler"}
    assert {**stage, "column": "a", "row": None, "value": None} == score_fields(error)
    assert "is null, which handleInvalid = error does not allow" == error.reason


def test_nan_is_named_as_the_value(assembler: sr.Scorer) -> None:
    error = refused(assembler, {"a": math.nan, "v": [1.0, 2.0]})

    stage = {"stage": "vector_assembler", "op": "vector_assembler"}
    assert {**stage, "column": "a", "row": None, "value": "NaN"} == score_fields(error)
    assert "is NaN, which handleInvalid = error does not allow" == error.reason


def test_the_value_is_the_unseen_category(indexer: sr.Scorer) -> None:
    error = refused(indexer, {"carrier": "Zeppelin"})

    stage = {"stage": "string_indexer", "op": "string_indexer"}
    assert {**stage, "column": "carrier", "row": None, "value": "Zeppelin"} == score_fields(error)
    assert error.reason.startswith('holds the unseen label "Zeppelin", ')


def test_a_batch_names_the_row(indexer: sr.Scorer) -> None:
    with pytest.raises(sr.ScoreError) as caught:
        indexer.score_many([{"carrier": "UA"}, {"carrier": "AA"}, {"carrier": "ZZ"}])

    stage = {"stage": "string_indexer", "op": "string_indexer"}
    assert {**stage, "column": "carrier", "row": 2, "value": "ZZ"} == score_fields(caught.value)


def test_a_long_value_is_cut_in_field_and_text(indexer: sr.Scorer) -> None:
    error = refused(indexer, {"carrier": "é" * 1_000_000})

    assert "é" * 63 + "…" == error.value
    assert 300 > len(str(error))


@pytest.mark.parametrize(
    ("cell", "value", "reason"),
    [
        (5, "5", "expected string, got int"),
        ([1] * 1000, "[1, 1, 1, 1, 1, 1, ...]", "expected string, got list"),
        (b"UA", "b'UA'", "expected string, got bytes"),
    ],
)
def test_a_value_of_the_wrong_type_is_shown(
    indexer: sr.Scorer, cell: Any, value: str, reason: str
) -> None:
    error = refused(indexer, {"carrier": cell})

    stage = {"stage": None, "op": None}
    assert {**stage, "column": "carrier", "row": None, "value": value} == score_fields(error)
    assert reason == error.reason


def test_a_vector_of_the_wrong_size_is_shown(assembler: sr.Scorer) -> None:
    error = refused(assembler, {"a": 1.0, "v": [0.5]})

    assert ("v", "[0.5]") == (error.column, error.value)
    assert "expected vector[2], got 1 elements" == error.reason


def test_a_column_that_is_missing_has_no_value(indexer: sr.Scorer) -> None:
    error = refused(indexer, {})

    stage = {"stage": None, "op": None}
    assert {**stage, "column": "carrier", "row": None, "value": None} == score_fields(error)
    assert "is missing from the row" == error.reason


def test_a_row_that_is_no_dict_names_no_column(indexer: sr.Scorer) -> None:
    assert set(score_fields(refused(indexer, "UA")).values()) == {None}


def write_nested(folder: Path, attributes: Fields) -> None:
    """A bucketizer in a pipeline in a pipeline."""
    ports: Fields = {"inputs": [], "outputs": []}
    column = {
        "inputs": [{"port": "input", "name": "x"}],
        "outputs": [{"port": "output", "name": "y"}],
    }

    def pipeline(child: str) -> Fields:
        return {"op": "pipeline", "attributes": {"nodes": {"type": "list", "string": [child]}}}

    write_bundle(
        folder,
        {
            "root/model": pipeline("inner"),
            "root/node": {"name": "outer", "shape": ports},
            "root/inner.node/model": pipeline("cut"),
            "root/inner.node/node": {"name": "inner", "shape": ports},
            "root/inner.node/cut.node/model": {"op": "bucketizer", "attributes": attributes},
            "root/inner.node/cut.node/node": {"name": "bucketizer_1", "shape": column},
        },
    )


@pytest.mark.parametrize(
    ("attributes", "attribute", "reason"),
    [
        ({}, "splits", "attribute `splits` is missing"),
        ({"splits": {"type": "list"}}, "splits", "attribute `splits` needs at least three values"),
        ({"splits": {"string": "no"}}, "splits", "attribute `splits` is not a list of doubles"),
        (
            {"splits": doubles(0.0, 1.0, 2.0), "handle_invalid": {"string": "maybe"}},
            "handle_invalid",
            "attribute `handle_invalid` is `maybe`, not error, keep or skip",
        ),
    ],
)
def test_a_bundle_error_names_the_nested_stage(
    tmp_path: Path, attributes: Fields, attribute: str, reason: str
) -> None:
    write_nested(tmp_path, attributes)

    with pytest.raises(sr.BundleFormatError) as caught:
        sr.load(tmp_path)

    error = caught.value
    member = "root/inner.node/cut.node/model.json"
    assert (str(tmp_path), member) == (error.file, error.member)
    assert ("bucketizer_1", "bucketizer") == (error.stage, error.op)
    assert (attribute, reason) == (error.attribute, error.reason)
    assert "export the model again" == error.hint
    assert f"{tmp_path}: {member}: {reason}; export the model again" == str(error)


def test_an_error_of_a_nested_stage_names_that_stage(tmp_path: Path) -> None:
    write_nested(tmp_path, {"splits": doubles(0.0, 1.0, 2.0)})
    scorer = sr.load(tmp_path).scorer()

    error = refused(scorer, {"x": 7.5})

    stage = {"stage": "bucketizer_1", "op": "bucketizer"}
    assert {**stage, "column": "x", "row": None, "value": "7.5"} == score_fields(error)


def test_an_op_that_is_not_scored_is_a_field(tmp_path: Path) -> None:
    write_stage(tmp_path, "tensorflow", {}, inputs=[], outputs=[])

    with pytest.raises(sr.UnsupportedOpError) as caught:
        sr.load(tmp_path)

    assert ("tensorflow", "tensorflow") == (caught.value.stage, caught.value.op)
    assert caught.value.attribute is None
    assert str(caught.value).endswith("docs/operators.md lists what is scored")


def test_a_file_that_is_missing_says_what_to_check(tmp_path: Path) -> None:
    with pytest.raises(sr.BundleError) as caught:
        sr.load(tmp_path / "absent.zip")

    assert (None, None) == (caught.value.member, caught.value.stage)
    assert "check the path and its permissions" == caught.value.hint


def test_of_several_bucketized_columns_the_one_outside_its_splits_is_named(tmp_path: Path) -> None:
    write_node(
        tmp_path,
        "saltus.bucketizer",
        {
            "splits_0": doubles(0.0, 1.0, 2.0),
            "splits_1": doubles(0.0, 1.0, 2.0),
            "handle_invalid": {"string": "skip"},
        },
        inputs={"input0": "a", "input1": "b"},
        outputs={"output0": "x", "output1": "y"},
    )
    scorer = sr.load(tmp_path).scorer()
    assert {"x": 0.0, "y": 1.0} == scorer.score({"a": 0.5, "b": 1.5})
    assert scorer.score({"a": 9.0, "b": math.nan}) is None
    error = refused(scorer, {"a": 0.5, "b": 9.0})
    assert ("saltus.bucketizer", "b", "9.0") == (error.op, error.column, error.value)
