"""Whole bundles in memory, in either of MLeap's encodings."""

from __future__ import annotations

import json
import math
import struct
from typing import TYPE_CHECKING, Any, Literal

from saltus_testing.flights import zipped
from saltus_testing.mleap import HEADER, Json
from saltus_testing.wire import double, field, varint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Encoding = Literal["json", "protobuf"]

KINDS = {"boolean": 1, "string": 2, "int": 3, "long": 4, "double": 6, "tensor": 8, "data_shape": 10}
PACKED = {"boolean", "int", "long", "double"}
DOUBLE = 7
BASES = {"scalar": 0, "list": 1, "tensor": 2}


def pack(files: Mapping[str, Any], encoding: Encoding) -> bytes:
    """Return a zip of *files*, which are named without their extension.

    A file called `tree` is the list of its nodes, any other is what its JSON holds.
    """
    encode, extension = (encode_json, "json") if encoding == "json" else (encode_protobuf, "pb")
    members = {"bundle.json": json.dumps({**HEADER, "format": encoding}).encode()}
    for name, content in files.items():
        members[f"{name}.{extension}"] = encode(name.rpartition("/")[2], content)
    return zipped(members)


def encode_json(kind: str, content: Any) -> bytes:
    if kind == "tree":
        return b"".join(json.dumps(node).encode() + b"\n" for node in content)
    return json.dumps(without_infinities(content)).encode()


def without_infinities(content: Any) -> Any:
    """Put null for what JSON has no number for, as MLeap does."""
    if isinstance(content, dict):
        return {key: without_infinities(value) for key, value in content.items()}
    if isinstance(content, list):
        return [without_infinities(value) for value in content]
    return None if isinstance(content, float) and not math.isfinite(content) else content


def encode_protobuf(kind: str, content: Any) -> bytes:
    if kind == "tree":
        records = map(tree_node, content)
        return b"".join(struct.pack(">i", len(record)) + record for record in records)
    return model(content) if kind == "model" else node(content)


def node(content: Json) -> bytes:
    shape = content["shape"]
    sockets = [(1, socket) for socket in shape["inputs"]]
    sockets += [(2, socket) for socket in shape["outputs"]]
    fields = (field(n, text(1, s["port"]) + text(2, s["name"])) for n, s in sockets)
    return text(1, content["name"]) + field(2, b"".join(fields))


def model(content: Json) -> bytes:
    entries = (
        field(1, text(1, name) + field(2, attribute(value)))
        for name, value in content["attributes"].items()
    )
    return text(1, content["op"]) + field(2, b"".join(entries))


def attribute(value: Json) -> bytes:
    match value.get("type"):
        case "tensor":
            return field(3, tensor(value))
        case "list":
            return field(2, b"".join(items(k, v) for k, v in value.items() if k != "type"))
        case _:
            return field(1, b"".join(item(k, v) for k, v in value.items()))


def items(kind: str, values: list[Any]) -> bytes:
    if kind not in PACKED:
        return b"".join(item(kind, value) for value in values)
    encoded = (struct.pack("<d", v) if kind == "double" else varint(v) for v in values)
    return field(KINDS[kind], b"".join(encoded))


def item(kind: str, value: Any) -> bytes:
    number = KINDS[kind]
    match kind:
        case "double":
            return double(number, value)
        case "string":
            return text(number, value)
        case "tensor":
            return field(number, tensor(value))
        case "data_shape":
            return field(number, data_shape(value))
        case _:
            return field(number, int(value))


def text(number: int, value: str) -> bytes:
    return field(number, value.encode())


def tensor(value: Json) -> bytes:
    values = value["double"]
    content = struct.pack(f">{len(values)}d", *values)
    return field(1, DOUBLE) + field(2, tensor_shape(value["shape"])) + field(3, content)


def tensor_shape(shape: Json) -> bytes:
    sizes = (dimension["size"] for dimension in shape["dimensions"])
    return b"".join(field(1, field(1, size)) for size in sizes)


def data_shape(shape: Json) -> bytes:
    encoded = field(1, BASES[shape["base"]]) + field(2, int(shape["isNullable"]))
    if "tensorShape" in shape:
        encoded += field(3, tensor_shape(shape["tensorShape"]))
    return encoded


def tree_node(content: Json) -> bytes:
    if content["type"] == "leaf":
        return field(2, packed_doubles(1, content["values"]))
    split = content["split"]
    feature = field(1, split["featureIndex"])
    if split["type"] == "continuous":
        return field(1, field(1, field(2, feature + double(2, split["threshold"]))))
    encoded = feature + field(2, int(split["isLeft"])) + field(3, split["numCategories"])
    return field(1, field(1, field(1, encoded + packed_doubles(4, split["categories"]))))


def packed_doubles(number: int, values: Iterable[float]) -> bytes:
    return field(number, b"".join(struct.pack("<d", value) for value in values))
