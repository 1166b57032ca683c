"""Stages over categories: what is refused, and saved forms that a live Spark rarely writes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from saltus_training.conversion import Conversion, convert
from saltus_training.errors import ExportError

FEATURE = "org.apache.spark.ml.feature"

Json = dict[str, Any]


def attributes(conversion: Conversion, folder: str = "root") -> Json:
    found: Json = json.loads(conversion.members[f"{folder}/model.json"])["attributes"]
    return found


def test_a_string_indexer_of_spark_2_has_one_list_of_labels(saved: Any, struct: Any) -> None:
    model = saved.stage(
        f"{FEATURE}.StringIndexerModel",
        {"inputCol": "s", "outputCol": "i"},
        data=[{"labels": ["a", "b"]}],
        defaults={"handleInvalid": "error"},
    )
    conversion = convert(model, struct(s="string"))
    assert {
        "labels_length": {"int": 1},
        "labels_array_0": {"type": "list", "string": ["a", "b"]},
        "handle_invalid": {"string": "error"},
    } == attributes(conversion)


def test_an_absent_column_by_which_rows_are_skipped_is_asked_for(saved: Any, struct: Any) -> None:
    model = saved.string_indexer(["label", "s"], ["y", "i"], [["no"], ["a"]], "skip")
    with pytest.raises(ExportError) as caught:
        convert(model, struct(s="string"))
    assert caught.value.reason == (
        'its handleInvalid is "skip", with which Spark raises unless it has `label`'
    )


def test_booleans_are_refused_by_a_string_indexer_as_by_spark(saved: Any, struct: Any) -> None:
    with pytest.raises(ExportError, match="type boolean where it needs strings or numbers"):
        convert(saved.string_indexer(["s"], ["i"], [["true"]]), struct(s="boolean"))


def test_a_one_hot_encoder_fitted_on_other_categories_is_refused(saved: Any, struct: Any) -> None:
    pipeline = saved.pipeline(
        saved.string_indexer(["s"], ["i"], [["a", "b"]], "keep"),
        saved.one_hot("i", "hot", 2, drop_last=True),
    )
    with pytest.raises(ExportError) as caught:
        convert(pipeline, struct(s="string"))
    assert caught.value.reason == (
        "it was fitted on 2 categories, but the column `i` has 3: Spark raises on every row"
    )


def index_to_string(saved: Any, labels: list[str] | None) -> Any:
    params = {"inputCol": "i", "outputCol": "o"}
    return saved.stage(
        f"{FEATURE}.IndexToString", params if labels is None else {**params, "labels": labels}
    )


@pytest.mark.parametrize("labels", [None, []])
def test_labels_that_are_not_set_are_those_of_the_column(
    saved: Any, struct: Any, labels: list[str] | None
) -> None:
    indexer = saved.string_indexer(["s"], ["i"], [["a", "b"]], "keep")
    conversion = convert(
        saved.pipeline(indexer, index_to_string(saved, labels)), struct(s="string")
    )
    assert {
        "labels": {"type": "list", "string": ["a", "b", "__unknown"]},
        "input_shape": {"data_shape": {"base": "scalar", "isNullable": False}},
    } == attributes(conversion, "root/01_reverse_string_indexer.node")


@pytest.mark.parametrize("labels", [None, []])
def test_labels_that_nobody_knows_are_asked_for(
    saved: Any, struct: Any, labels: list[str] | None
) -> None:
    with pytest.raises(ExportError) as caught:
        convert(index_to_string(saved, labels), struct(i="double"))
    assert caught.value.reason == ("it has no labels, and nothing tells those of the column `i`")
    assert caught.value.fix.startswith("set its `labels`")


def target_encoder(saved: Any, params: Json, *columns: Json) -> Any:
    data = [{"index": index, **column} for index, column in enumerate(columns)]
    return saved.stage(
        f"{FEATURE}.TargetEncoderModel",
        params,
        # Spark keeps no order.
        data=data[::-1],
        defaults={"handleInvalid": "error", "targetType": "binary", "smoothing": 0.0},
    )


SEEN = {"categories": [2147483647.0, 1.0, 0.0], "counts": [4.0, 3.0, 1.0], "stats": [1.0, 0.0, 1.0]}
NULL = {"categories": [-1.0, 2147483647.0], "counts": [2.0, 2.0], "stats": [1.0, 1.0]}


def test_target_encodings_are_smoothed_at_export(saved: Any, struct: Any) -> None:
    params = {
        "inputCols": ["a", "b"],
        "outputCols": ["c", "d"],
        "smoothing": 1.0,
        "handleInvalid": "keep",
    }
    conversion = convert(target_encoder(saved, params, SEEN, NULL), struct(a="int", b="double"))
    assert {
        "handle_invalid": {"string": "keep"},
        "categories_0": {"type": "list", "double": [0.0, 1.0]},
        "encodings_0": {"type": "list", "double": [0.5 + 0.5 * 0.25, 0.25 * 0.25]},
        "unseen_encoding_0": {"double": 0.25},
        "categories_1": {"type": "list"},
        "encodings_1": {"type": "list"},
        "unseen_encoding_1": {"double": 0.5},
        "null_encoding_1": {"double": 0.5},
    } == attributes(conversion)
    assert not conversion.portable
    assert [3, 1] == [column.arity for column in conversion.columns]


@pytest.mark.parametrize(
    ("params", "expected"),
    [({"inputCol": "a"}, ["a_indexed"]), ({"inputCols": ["a"], "outputCols": ["o"]}, ["o"])],
)
def test_a_target_encoder_names_its_outputs_as_spark_does(
    saved: Any, struct: Any, params: Json, expected: list[str]
) -> None:
    conversion = convert(target_encoder(saved, params, SEEN), struct(a="int"))
    assert expected == [column.name for column in conversion.columns]


def test_a_target_encoder_with_statistics_of_other_columns_is_refused(
    saved: Any, struct: Any
) -> None:
    params = {"inputCols": ["a", "b"], "outputCols": ["c", "d"]}
    with pytest.raises(ExportError, match="statistics of 1 columns but 2 input columns"):
        convert(target_encoder(saved, params, SEEN), struct(a="int", b="int"))


@pytest.mark.parametrize("kind", ["string", "boolean"])
def test_categories_that_are_no_numbers_are_refused(saved: Any, struct: Any, kind: str) -> None:
    for model in (
        saved.one_hot("i", "o", 2, drop_last=True),
        index_to_string(saved, ["a"]),
        target_encoder(saved, {"inputCol": "i", "outputCol": "o"}, SEEN),
    ):
        with pytest.raises(ExportError, match=f"`i` is of type {kind} where it needs category"):
            convert(model, struct(i=kind))


@pytest.mark.parametrize(
    ("seen", "invalid", "expected"),
    [
        (SEEN, "error", ["null-raises"]),
        (SEEN, "keep", []),
        (NULL, "error", []),
    ],
)
def test_null_raises_in_a_target_encoder_unless_it_was_seen_or_is_kept(
    saved: Any, struct: Any, seen: Json, invalid: str, expected: list[str]
) -> None:
    params = {"inputCol": "i", "outputCol": "o", "handleInvalid": invalid}
    conversion = convert(target_encoder(saved, params, seen), struct(i="int"))
    warned = [finding.rule for finding in conversion.findings]
    assert expected == [rule for rule in warned if rule == "null-raises"]
