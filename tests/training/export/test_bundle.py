from __future__ import annotations

import io
import json
import math
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from saltus_training.bundle import (
    Archive,
    Model,
    Node,
    Socket,
    bundle_header,
    classification_tree,
    named,
    pipeline,
    render,
    values,
)
from saltus_training.columns import Column
from saltus_training.saved_model import TreeNodes

if TYPE_CHECKING:
    from collections.abc import Mapping


@pytest.mark.parametrize(
    "value",
    [
        values.boolean(False),
        values.string(""),
        values.integer(0),
        values.long(0),
        values.double(0.0),
    ],
)
def test_a_default_is_an_empty_object(value: values.Value) -> None:
    assert value == {}


@pytest.mark.parametrize(
    ("expected", "value"),
    [
        ({"boolean": True}, values.boolean(True)),
        ({"int": 2}, values.integer(2)),
        ({"long": 2}, values.long(2)),
        ({"double": 2.0}, values.double(2.0)),
        ({"type": "list"}, values.strings([])),
        ({"type": "list", "string": ["", "b"]}, values.strings(["", "b"])),
        ({"type": "list", "double": [0.0, math.inf]}, values.doubles([0.0, math.inf])),
    ],
)
def test_a_value_has_mleaps_form(expected: values.Value, value: values.Value) -> None:
    assert expected == value


def test_negative_zero_keeps_its_sign() -> None:
    assert math.copysign(1.0, values.double(-0.0)["double"]) == -1.0


def test_the_shape_of_a_vector_has_its_size() -> None:
    columns = [Column("x", "double", nullable=False), Column("v", "vector[3]")]
    dimensions = {"dimensions": [{"size": 3, "name": ""}]}
    assert {
        "type": "list",
        "data_shape": [
            {"base": "scalar", "isNullable": False},
            {"base": "tensor", "isNullable": True, "tensorShape": dimensions},
        ],
    } == values.data_shapes(columns)


LEAF = Node(Model("imputer"), (Socket("input", "x"),), (Socket("output", "y"),))


def test_nodes_are_named_by_position_and_op_through_nested_pipelines() -> None:
    root = named(pipeline([LEAF, pipeline([LEAF, LEAF])]))
    names = ["root", "00_imputer", "01_pipeline", "01_00_imputer", "01_01_imputer"]
    assert names == [item.name for item in root.walk()]


def test_names_sort_as_the_nodes_run_whatever_their_number() -> None:
    names = [item.name for item in named(pipeline([LEAF] * 101)).walk()][1:]
    assert sorted(names) == names


def test_a_pipeline_lists_the_folders_of_its_nodes() -> None:
    members = render(named(pipeline([LEAF])))
    assert {"type": "list", "string": ["00_imputer"]} == json.loads(members["root/model.json"])[
        "attributes"
    ]["nodes"]
    assert {
        "name": "00_imputer",
        "shape": {
            "inputs": [{"port": "input", "name": "x"}],
            "outputs": [{"port": "output", "name": "y"}],
        },
    } == json.loads(members["root/00_imputer.node/node.json"])


def test_models_inside_a_model_lie_in_folders_without_node_file() -> None:
    inner = Model("decision_tree_classifier", tree=b"{}\n")
    members = render(named(Node(Model("random_forest_classifier", models={"tree0": inner}))))
    assert {
        "root/model.json",
        "root/node.json",
        "root/tree0/model.json",
        "root/tree0/tree.json",
    } == set(members)


def test_text_stays_utf8() -> None:
    members = render(named(Node(Model("string_indexer", {"x": values.strings(["é", "東京"])}))))
    assert "東京" in members["root/model.json"].decode()


def pack(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with Archive(buffer) as archive:
        archive.add_all(members)
    return buffer.getvalue()


def test_equal_members_give_equal_bytes_whatever_their_order() -> None:
    members = {"b": b"2", "a": b"1" * 1000}
    assert pack(members) == pack(dict(reversed(members.items())))


def test_a_zip_holds_sorted_entries_without_a_time() -> None:
    with zipfile.ZipFile(io.BytesIO(pack({"b": b"2", "a": b"1"}))) as archive:
        assert ["a", "b"] == archive.namelist()
        assert {(1980, 1, 1, 0, 0, 0)} == {entry.date_time for entry in archive.infolist()}


def test_the_header_depends_on_content_and_metadata_alone() -> None:
    header = json.loads(bundle_header("late", "a", 1_795_375_887_555))
    same = json.loads(bundle_header("late", "a", 1_795_375_887_555))
    other = json.loads(bundle_header("late", "b", 1_795_375_887_555))
    assert header == same
    assert header["uid"] != other["uid"]
    assert header["timestamp"] == "2026-11-22T19:31:27.555"


def tree(**fields: Any) -> TreeNodes:
    size = len(fields["left"])
    filled = {
        "predictions": [0.0] * size,
        "statistics": [[float(node)] for node in range(size)],
        "categories": [-1] * size,
        **fields,
    }
    return TreeNodes(**filled)


def test_a_tree_is_written_root_first_and_left_before_right() -> None:
    text = classification_tree(
        tree(
            left=[1, -1, 3, -1, -1],
            right=[2, -1, 4, -1, -1],
            features=[7, -1, 8, -1, -1],
            splits=[[0.5], [], [1.5], [], []],
        )
    )
    lines = [json.loads(line) for line in text.splitlines()]
    assert [7, [1.0], 8, [3.0], [4.0]] == [
        line["split"]["featureIndex"] if line["type"] == "internal" else line["values"]
        for line in lines
    ]


@pytest.mark.parametrize(
    ("left", "categories", "is_left", "listed"),
    [
        ([4.0, 1.0], 5, True, [1.0, 4.0]),
        ([0.0, 1.0, 3.0], 5, False, [2.0, 4.0]),
        # The sides are equally many: Spark asks whether a category is among the left ones.
        ([2.0, 3.0], 4, True, [2.0, 3.0]),
    ],
)
def test_a_categorical_split_lists_the_side_spark_tests(
    left: list[float], categories: int, is_left: bool, listed: list[float]
) -> None:
    text = classification_tree(
        tree(
            left=[1, -1, -1],
            right=[2, -1, -1],
            features=[0, -1, -1],
            splits=[left, [], []],
            categories=[categories, -1, -1],
        )
    )
    split = json.loads(text.splitlines()[0])["split"]
    assert (is_left, listed) == (split["isLeft"], split["categories"])


def test_a_tree_deeper_than_the_interpreters_stack_is_written() -> None:
    """A chain of splits, each with a leaf at its left."""
    splits = 5_000
    size = 2 * splits + 1
    text = classification_tree(
        tree(
            left=[node + 1 if node % 2 == 0 and node < size - 1 else -1 for node in range(size)],
            right=[node + 2 if node % 2 == 0 and node < size - 1 else -1 for node in range(size)],
            features=[0] * size,
            splits=[[0.5]] * size,
        )
    )
    assert text.count(b"\n") == size
