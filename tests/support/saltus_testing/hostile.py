"""Bundles made to hurt."""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from typing import Any

from saltus_testing import wire

DEEP = "[" * 100_000 + "]" * 100_000
HEADER = {
    "uid": "5b0a9b5e-4f7f-4f0e-8f59-7b1ed4a4a0b1",
    "name": "hostile",
    "version": "0.25.2",
    "timestamp": "2026-01-01T00:00:00",
}


def pack(members: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def pack_entries(*entries: tuple[str, bytes, int]) -> bytes:
    """A zip of members, each with its Unix mode; names may be wrong, or occur twice."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, content, mode in entries:
            member = zipfile.ZipInfo(name)
            member.external_attr = mode << 16
            archive.writestr(member, content)
    return buffer.getvalue()


def with_extra(extra: bytes) -> bytes:
    """A zip whose member has a field that only the zip reader sees."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        member = zipfile.ZipInfo("bundle.json")
        member.extra = extra
        archive.writestr(member, b"{}")
    return buffer.getvalue()


def pipeline(*nodes: str) -> dict[str, Any]:
    return {"op": "pipeline", "attributes": {"nodes": {"type": "list", "string": list(nodes)}}}


def folders(models: dict[str, dict[str, Any] | str]) -> bytes:
    """A bundle of stages that read features and add nothing, their models by folder."""
    inputs = [{"port": "features", "name": "x"}]
    node = json.dumps({"name": "n", "shape": {"inputs": inputs, "outputs": []}})
    members: dict[str, bytes | str] = {"bundle.json": json.dumps({**HEADER, "format": "json"})}
    for folder, model in models.items():
        members[f"{folder}/node.json"] = node
        members[f"{folder}/model.json"] = model if isinstance(model, str) else json.dumps(model)
    return pack(members)


def doubling(levels: int) -> bytes:
    """Pipelines that all name the one below them twice."""
    below = {"root" + "/a.node" * level: pipeline("a", "a") for level in range(levels)}
    return folders({**below, "root" + "/a.node" * levels: pipeline()})


def forest(trees: int, nodes: int) -> bytes:
    """A forest that names its one tree again and again."""
    names = {"type": "list", "string": ["tree0"] * trees}
    tree = {"op": "decision_tree_regression", "attributes": {"num_features": {"long": 1}}}
    attributes = {"num_features": {"long": 1}, "trees": names}
    return stage(
        "random_forest_regression",
        attributes,
        root__tree0__model=json.dumps(tree),
        root__tree0__tree=SPLIT * nodes + ONE_LEAF * (nodes + 1),
    )


def stage(op: str, attributes: dict[str, Any] | str, **extra: bytes | str) -> bytes:
    """A bundle of one stage in JSON, from `x` to `y` or `z`; members in `extra` have __ for /."""
    model = attributes if isinstance(attributes, str) else json.dumps(attributes)
    inputs = [{"port": "features" if "tree" in op else "input", "name": "x"}]
    outputs = [{"port": "output", "name": "y"}, {"port": "prediction", "name": "z"}]
    node = {"name": op, "shape": {"inputs": inputs, "outputs": outputs}}
    members: dict[str, bytes | str] = {
        "bundle.json": json.dumps({**HEADER, "format": "json"}),
        "root/node.json": json.dumps(node),
        "root/model.json": f'{{"op": "{op}", "attributes": {model}}}',
    }
    return pack({**members, **{n.replace("__", "/") + ".json": c for n, c in extra.items()}})


def tensor(values: list[float], sizes: list[Any]) -> dict[str, Any]:
    dimensions = [{"size": size, "name": ""} for size in sizes]
    return {"type": "tensor", "double": values, "shape": {"dimensions": dimensions}}


def regex(pattern: str) -> bytes:
    """A tokenizer by a pattern."""
    model = {"regex": {"string": pattern}, "match_gaps": {}, "token_min_length": {}}
    return stage("regex_tokenizer", {**model, "lowercase_text": {}})


def balanced(split: str, depth: int) -> str:
    """The lines of a tree whose splits are all alike."""
    return LEAF if depth == 0 else split + 2 * balanced(split, depth - 1)


def mixture(count: int, size: int) -> dict[str, Any]:
    """The attributes of a mixture of Gaussians, all alike and far from diagonal."""
    row = [1.0 + (i * i) % 7 for i in range(size)]
    covariance = [row[abs(i - j)] for i in range(size) for j in range(size)]
    mean = tensor([0.0] * size, [size])
    return {
        "weights": {"type": "list", "double": [1.0] * count},
        "means": {"type": "list", "tensor": [mean] * count},
        "covs": {"type": "list", "tensor": [tensor(covariance, [size, size])] * count},
    }


def scaler(mean: Any) -> bytes:
    return stage("standard_scaler", {"mean": mean})


def protobuf(model: bytes, **extra: bytes) -> bytes:
    """A bundle of one stage in protobuf."""
    inputs = [wire.field(1, port) + wire.field(2, b"x") for port in (b"features", b"input")]
    output = wire.field(1, b"prediction") + wire.field(2, b"y")
    shape = b"".join(wire.field(1, socket) for socket in inputs) + wire.field(2, output)
    members: dict[str, bytes | str] = {
        "bundle.json": json.dumps({**HEADER, "format": "protobuf"}),
        "root/node.pb": wire.field(1, b"n") + wire.field(2, shape),
        "root/model.pb": model,
    }
    return pack({**members, **{f"root/{name}.pb": content for name, content in extra.items()}})


ONE_VS_REST = {
    "op": "one_vs_rest",
    "attributes": {"num_classes": {"long": 2**20}, "num_features": {"long": 1}},
}
TREE = {"num_features": {"long": 1}, "num_classes": {"long": 2}}
PB_TREE = wire.model(
    "decision_tree_classifier",
    wire.attribute("num_features", wire.field(1, wire.field(4, 1))),
    wire.attribute("num_classes", wire.field(1, wire.field(4, 2))),
)
ONE_LEAF = '{"type":"leaf","values":[1.0]}\n'
LEAF = '{"type":"leaf","values":[1.0,2.0]}\n'
WIDE_SPLIT = (
    '{"type":"internal","split":{"type":"categorical","featureIndex":0,"isLeft":true,'
    '"numCategories":4294967295,"categories":[4294967294.0]}}\n'
)
SPLIT = '{"type":"internal","split":{"type":"continuous","featureIndex":0,"threshold":0.5}}\n'
GOLDEN_SPARSE = {
    "saltus_golden": 1,
    "columns": {"y": "exact"},
    "rows": [
        {
            "input": {"x": {"type": "sparse", "size": 2**60, "indices": [], "values": []}},
            "output": {"y": None},
        }
    ],
}
