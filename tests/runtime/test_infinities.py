"""Infinities in JSON bundles are numbers beyond double: docs/decisions/0005."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any

import pytest
import saltus_runtime as sr
from saltus_testing.mleap import Json, doubles, tensor, write_node
from saltus_testing.wire import attribute, field, model, varint

if TYPE_CHECKING:
    from pathlib import Path

NAN = float("nan")
INF = float("inf")
PORTS = ("raw_prediction", "probability", "prediction")
NAIVE_BAYES = {
    "num_features": {"long": 2},
    "num_classes": {"long": 2},
    "model_type": {"string": "multinomial"},
    "pi": tensor(-1.0986122886681098, -0.4054651081081645),
    "theta": tensor(
        *(0.0, -0.6931471805599453, -INF, -0.6931471805599453),
        dimensions=[2, 2],
    ),
}
BUCKETIZER = {"splits": doubles(-INF, 0.0, INF), "handle_invalid": {"string": "keep"}}
NORMALIZER = {"p_norm": {"double": INF}, "input_size": {"int": 2}}
STRING_MAP = {
    "labels": {"type": "list", "string": ["Infinity"]},
    "values": doubles(-INF),
    "handle_invalid": {"string": "keep"},
    "default_value": {"double": INF},
}
MODELS: list[tuple[str, Json, str, tuple[str, ...]]] = [
    ("naive_bayes", NAIVE_BAYES, "features", PORTS),
    ("bucketizer", BUCKETIZER, "input", ("output",)),
    ("normalizer", NORMALIZER, "input", ("output",)),
    ("string_map", STRING_MAP, "input", ("output",)),
]


def write_json(
    folder: Path, op: str, attributes: Json, port: str, outputs: tuple[str, ...]
) -> None:
    """A JSON bundle as Saltus writes it."""
    columns = {name: name for name in outputs}
    write_node(folder, op, attributes, inputs={port: port}, outputs=columns)
    path = folder / "root/model.json"
    text = path.read_text(encoding="utf-8")
    # What Python writes for an infinity is no JSON; in quotes it is a text.
    number = text.replace(" Infinity", " 1e999").replace("-Infinity", "-1e999")
    path.write_text(number.replace("[Infinity", "[1e999"), encoding="utf-8")


def write_protobuf(folder: Path) -> None:
    """Turns a JSON bundle of one stage into protobuf, in place."""
    header = json.loads((folder / "bundle.json").read_text(encoding="utf-8"))
    (folder / "bundle.json").write_text(json.dumps({**header, "format": "protobuf"}))
    node = json.loads((folder / "root/node.json").read_text(encoding="utf-8"))
    sockets = (
        field(number, field(1, socket["port"].encode()) + field(2, socket["name"].encode()))
        for number, side in ((1, "inputs"), (2, "outputs"))
        for socket in node["shape"][side]
    )
    shape = field(2, b"".join(sockets))
    (folder / "root/node.pb").write_bytes(field(1, node["name"].encode()) + shape)
    content = json.loads((folder / "root/model.json").read_text(encoding="utf-8"))
    attributes = (attribute(name, value(given)) for name, given in content["attributes"].items())
    (folder / "root/model.pb").write_bytes(model(content["op"], *attributes))


def value(given: Json) -> bytes:
    """An attribute's value, of the kinds that the models above have."""
    kind = next((name for name in given if name not in ("type", "shape")), "")
    payload: Any = given.get(kind)
    match given.get("type"), kind:
        case None, "double":
            return field(1, varint(6 << 3 | 1) + struct.pack("<d", payload))
        case None, "string":
            return field(1, field(2, payload.encode()))
        case None, _:
            return field(1, field({"int": 3, "long": 4}[kind], payload))
        case "list", "double":
            return field(2, field(6, struct.pack(f"<{len(payload)}d", *payload)))
        case "list", _:
            return field(2, b"".join(field(2, text.encode()) for text in payload))
    sizes = (field(1, field(1, size["size"])) for size in given["shape"]["dimensions"])
    shape = field(2, b"".join(sizes))
    return field(3, field(1, 7) + shape + field(3, struct.pack(f">{len(payload)}d", *payload)))


@pytest.mark.parametrize(("op", "attributes", "port", "outputs"), MODELS)
def test_a_model_with_infinities_has_one_digest_in_both_encodings(
    tmp_path: Path, op: str, attributes: Json, port: str, outputs: tuple[str, ...]
) -> None:
    write_json(tmp_path, op, attributes, port, outputs)
    plain = sr.load(tmp_path)
    write_protobuf(tmp_path)
    twin = sr.load(tmp_path)

    assert ("json", "protobuf") == (plain.format, twin.format)
    assert plain.digest == twin.digest


def test_the_sign_of_an_infinity_counts(tmp_path: Path) -> None:
    def digest(default: float) -> str:
        attributes = {**STRING_MAP, "default_value": {"double": default}}
        write_json(tmp_path, "string_map", attributes, "input", ("output",))
        return sr.load(tmp_path).digest

    assert 3 == len({digest(INF), digest(-INF), digest(1.0)})


@pytest.mark.parametrize(
    ("features", "raw", "probability", "prediction"),
    [
        ([1.0, 0.0], [NAN, -1.0986122886681096], [NAN, NAN], 0.0),
        ([1.0, 1.0], [-INF, -1.791759469228055], [0.0, 1.0], 1.0),
        (
            {"size": 2, "indices": [0], "values": [2.0]},
            [-1.0986122886681098, -1.791759469228055],
            [0.6666666666666666, 0.33333333333333337],
            0.0,
        ),
    ],
)
def test_naive_bayes_without_smoothing_scores_as_in_spark(
    tmp_path: Path, features: Any, raw: list[float], probability: list[float], prediction: float
) -> None:
    """A feature that a class never had has the likelihood 0: its logarithm is -∞ in Spark 4.1.4."""
    write_json(tmp_path, "naive_bayes", NAIVE_BAYES, "features", PORTS)
    row = sr.load(tmp_path).scorer().score({"features": features})

    assert row is not None
    expected = dict(zip(PORTS, (raw, probability, prediction), strict=True))
    for name, column in expected.items():
        assert pytest.approx(column, rel=1e-12, nan_ok=True) == row[name]


@pytest.mark.parametrize(
    ("op", "attributes", "given", "expected"),
    [
        ("bucketizer", BUCKETIZER, -1e308, 0.0),
        ("bucketizer", BUCKETIZER, INF, 1.0),
        ("bucketizer", BUCKETIZER, NAN, 2.0),
        ("normalizer", NORMALIZER, [1.0, -4.0], [0.25, -1.0]),
        ("string_map", STRING_MAP, "Infinity", -INF),
        ("string_map", STRING_MAP, "?", INF),
    ],
)
def test_infinities_of_a_json_bundle_are_themselves(
    tmp_path: Path, op: str, attributes: Json, given: Any, expected: Any
) -> None:
    write_json(tmp_path, op, attributes, "input", ("output",))

    assert {"output": expected} == sr.load(tmp_path).scorer().score({"input": given})
