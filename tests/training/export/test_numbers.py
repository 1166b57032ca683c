"""NaN and infinities in bundles: docs/decisions/0005-infinities-are-numbers-beyond-double.md."""

from __future__ import annotations

import io
import json
import math

import pytest
import saltus_runtime as sr
from saltus_training.bundle import (
    Archive,
    Encoding,
    Model,
    Node,
    Socket,
    TreeFile,
    bundle_header,
    named,
    regression_tree,
    render,
    values,
)
from saltus_training.saved_model import TreeNodes

ENCODINGS: tuple[Encoding, ...] = ("json", "protobuf")


def load(node: Node, encoding: Encoding) -> sr.Bundle:
    members = render(named(node), encoding)
    buffer = io.BytesIO()
    with Archive(buffer) as archive:
        digest = archive.add_all(members)
        archive.add("bundle.json", bundle_header("infinite", digest, 0, encoding))
    return sr.load(buffer.getvalue())


def test_nan_and_infinities_are_json_that_every_reader_takes() -> None:
    """MLeap writes null for all three, and so loses the infinities."""
    numbers = [math.nan, math.inf, -math.inf]
    attributes = {
        "label": values.strings(['"NaN', "-Infinity\\"]),
        "list": values.doubles(numbers),
        "scalar": values.double(-math.inf),
        "tensor": values.vector(numbers),
    }
    text = render(named(Node(Model("imputer", attributes))))["root/model.json"].decode()

    assert 2 == text.count('"double":[null,1e999,-1e999]')
    read = json.loads(text)["attributes"]
    assert attributes["label"] == read["label"]
    assert attributes["scalar"] == read["scalar"]


def test_a_model_with_an_infinity_is_the_same_in_both_encodings() -> None:
    attributes = {"p_norm": values.double(math.inf), "input_size": values.integer(2)}
    ports = (Socket("input", "x"),), (Socket("output", "y"),)
    twins = [load(Node(Model("normalizer", attributes), *ports), kind) for kind in ENCODINGS]

    assert twins[0].digest == twins[1].digest
    for twin in twins:
        assert {"y": [0.25, -1.0]} == twin.scorer().score({"x": [1.0, -4.0]})


def test_a_tree_with_an_infinity_and_nan_is_the_same_in_both_encodings() -> None:
    tree = TreeNodes(
        left=[1, -1, 3, -1, -1],
        right=[2, -1, 4, -1, -1],
        features=[0, -1, 0, -1, -1],
        splits=[[0.5], [], [math.inf], [], []],
        categories=[-1] * 5,
        predictions=[0.0, -math.inf, 0.0, 2.0, math.nan],
        statistics=[[]] * 5,
    )
    file = TreeFile.of(regression_tree(tree))
    model = Model("decision_tree_regression", {"num_features": values.long(1)}, tree=file)
    ports = (Socket("features", "x"),), (Socket("prediction", "y"),)
    twins = [load(Node(model, *ports), kind) for kind in ENCODINGS]

    assert twins[0].digest == twins[1].digest
    for twin in twins:
        rows = twin.scorer().score_many([{"x": [x]} for x in (0.0, 1.0, math.inf, math.nan)])
        found = [row["y"] for row in rows if row]
        assert pytest.approx([-math.inf, 2.0, 2.0, math.nan], nan_ok=True) == found
