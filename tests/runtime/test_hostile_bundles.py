"""A bundle made to hurt is an error, at little cost."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import saltus_runtime as sr
from saltus_testing import wire

if TYPE_CHECKING:
    from pathlib import Path

# Loads a bundle and prints the error's class, the peak of memory in KiB and processor seconds.
LOAD = """
import resource, sys
import saltus_runtime as sr
before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
try:
    sr.verify(sr.load(sys.argv[1]))
    outcome = "loaded"
except sr.SaltusRuntimeError as error:
    outcome = str(error)
seconds = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
status = open("/proc/self/status").read()
print(ascii(outcome), status.split("VmHWM:")[1].split()[0], seconds, sep="\\n")
"""
MOST_KIB = 100 * 1024
MOST_SECONDS = 1.0 if sr.build_profile() == "release" else 5.0

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


def with_extra(extra: bytes) -> bytes:
    """A zip whose member has a field that only the zip reader sees."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        member = zipfile.ZipInfo("bundle.json")
        member.extra = extra
        archive.writestr(member, b"{}")
    return buffer.getvalue()


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


TREE = {"num_features": {"long": 1}, "num_classes": {"long": 2}}
PB_TREE = wire.model(
    "decision_tree_classifier",
    wire.attribute("num_features", wire.field(1, wire.field(4, 1))),
    wire.attribute("num_classes", wire.field(1, wire.field(4, 2))),
)
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

HOSTILE = {
    "claims_10_gb": wire.zip_of_one("bundle.json", bytes(1_000_000), claimed=10**10),
    "claims_2_to_63": wire.zip_of_one("bundle.json", b"{}", claimed=2**63),
    "claims_too_little": wire.zip_of_one("bundle.json", bytes(200_000_000), claimed=1000),
    "overlapping_members": wire.zip_of_one("m", bytes(4_000_000), claimed=4_000_000, entries=5000),
    "empty_timestamp": with_extra(struct.pack("<HH", 0x5455, 0)),
    "many_members_of_zeros": pack({f"root/{i}": bytes(1 << 20) for i in range(200)}),
    "deep_header": pack({"bundle.json": DEEP}),
    "deep_meta": pack(
        {"bundle.json": json.dumps(HEADER)[:-1] + f',"format":"json","meta":{DEEP}}}'}
    ),
    "deep_model": stage("string_indexer", DEEP),
    "deep_attribute": stage(
        "string_indexer", f'{{"labels": {{"type": "list", "string": {DEEP}}}}}'
    ),
    "deep_node": stage("string_indexer", {}, root__node=DEEP),
    "deep_manifest": stage("string_indexer", {}, notes__manifest=DEEP),
    "deep_schema": stage("string_indexer", {}, notes__feature_schema=DEEP),
    "deep_golden_rows": stage(
        "standard_scaler",
        {},
        notes__golden_rows=f'{{"columns": {{}}, "rows": [{{"input": {DEEP}}}]}}',
    ),
    "deep_tree_that_is_cut": stage("decision_tree_classifier", TREE, root__tree=SPLIT * 100_000),
    "deep_tree_line": stage("decision_tree_classifier", TREE, root__tree=DEEP),
    "wide_splits": stage(
        "decision_tree_classifier", TREE, root__tree=WIDE_SPLIT * 20_000 + LEAF * 20_002
    ),
    "leaf_of_zeros": stage(
        "decision_tree_classifier",
        TREE,
        root__tree='{"type":"leaf","values":[' + "0," * 1_900_000 + "0]}",
    ),
    "shape_of_nan": scaler(json.loads('{"x": NaN}')["x"]),
    "dimension_of_nan": scaler(tensor([1.0], [float("nan")])),
    "dimension_of_null": scaler(tensor([1.0], [None])),
    "dimension_of_half": scaler(tensor([1.0], [1.5])),
    "dimension_too_large": scaler(tensor([1.0], [2**60])),
    "dimensions_that_overflow": scaler(tensor([1.0], [2**31 - 1] * 8)),
    "dimensions_beside_zero": scaler(tensor([], [0, 2**31 - 1])),
    "dimension_negative": scaler(tensor([1.0], [-5])),
    "dimensions_unknown": scaler(tensor([1.0], [-1, -1])),
    "too_few_values": scaler(tensor([1.0], [2])),
    "values_of_brackets": scaler({**tensor([], [1]), "double": [[]] * 1_000_000}),
    "features_negative": stage(
        "decision_tree_classifier", {**TREE, "num_features": {"long": -1}}, root__tree=LEAF
    ),
    "features_2_to_62": stage(
        "decision_tree_classifier", {**TREE, "num_features": {"long": 2**62}}, root__tree=LEAF
    ),
    "one_hot_of_2_to_31": stage(
        "one_hot_encoder",
        {"drop_last": {}, "category_sizes": {"type": "list", "long": [2**31]}},
    ),
    "one_hot_negative": stage(
        "one_hot_encoder", {"drop_last": {}, "category_sizes": {"type": "list", "int": [-1]}}
    ),
    "assembler_of_2_to_31": stage(
        "vector_assembler",
        '{"input_shapes": {"type": "list", "data_shape": [{"base": "tensor", "isNullable": true,'
        ' "tensorShape": {"dimensions": [{"size": 2147483647, "name": ""}]}}]}}',
    ),
    "many_attributes": stage("string_indexer", {f"a{i}": {} for i in range(20_000)}),
    "sparse_golden_row_of_2_to_60": stage(
        "standard_scaler", {}, notes__golden_rows=json.dumps(GOLDEN_SPARSE)
    ),
    "pb_length_of_2_gib": protobuf(wire.field(1, b"x", length=2**31 - 1)),
    "pb_length_of_2_to_63": protobuf(wire.field(2, b"x", length=2**63)),
    "pb_attribute_length": protobuf(
        wire.model("standard_scaler", wire.attribute("mean", wire.field(1, b"", length=2**31)))
    ),
    "pb_tree_length_of_2_gib": protobuf(PB_TREE, tree=struct.pack(">i", 2**31 - 1) + b"x"),
    "pb_tree_length_negative": protobuf(PB_TREE, tree=struct.pack(">i", -1) + b"x"),
    "pb_tree_of_nothing": protobuf(PB_TREE, tree=bytes(4_000_000)),
    "pb_tensor_of_huge_dimensions": protobuf(
        wire.model(
            "standard_scaler",
            wire.attribute(
                "mean",
                wire.field(
                    3,
                    wire.field(1, 7)
                    + wire.field(2, wire.field(1, b"\x08\xff\xff\xff\xff\x07") * 4),
                ),
            ),
        )
    ),
    "pb_empty_strings": protobuf(
        wire.model(
            "string_indexer", wire.attribute("labels", wire.field(2, b"\x12\x00" * 1_900_000))
        )
    ),
    "pb_empty_tensors": protobuf(
        wire.model("k_means", wire.attribute("x", wire.field(2, b"\x42\x00" * 1_900_000)))
    ),
    "pb_groups": protobuf(b"\x7b" * 1_000_000),
    "pb_no_message": protobuf(b"\xff" * 100),
}


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak of memory from /proc")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_bundle_is_an_error_at_little_cost(tmp_path: Path, name: str) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(HOSTILE[name])

    child = subprocess.run(
        [sys.executable, "-c", LOAD, str(path)], capture_output=True, text=True, check=True
    )

    outcome, peak, seconds = child.stdout.splitlines()
    assert outcome.startswith((f"'{path}: ", f'"{path}: '))
    assert MOST_KIB > int(peak), outcome
    assert MOST_SECONDS > float(seconds), outcome


def test_a_row_may_not_claim_a_vector_of_any_size(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(stage("standard_scaler", {}))
    scorer = sr.load(path).scorer(outputs=["y"])

    assert {"y": [0.0, 1.5]} == scorer.score({"x": {"size": 2, "indices": [1], "values": [1.5]}})
    for size in (2**24 + 1, 2**60):
        with pytest.raises(sr.ScoreError, match="allowed are 16777216"):
            scorer.score({"x": {"size": size, "indices": [], "values": []}})
