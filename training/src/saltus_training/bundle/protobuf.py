"""The files of a bundle as MLeap's protobuf messages, made from their JSON form.

Field numbers are those of `ml.bundle` in bundle-protobuf.
"""

from __future__ import annotations

import json
import math
import struct
from typing import TYPE_CHECKING, Any

from saltus_training.bundle import wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Json = dict[str, Any]

_BASIC_TYPES = {
    "boolean": 1,
    "byte": 2,
    "short": 3,
    "int": 4,
    "long": 5,
    "float": 6,
    "double": 7,
    "string": 100,
    "byte_string": 101,
}
_BASES = {"scalar": 0, "list": 1, "tensor": 2}


def node_message(name: str, inputs: Iterable[Json], outputs: Iterable[Json]) -> bytes:
    """`node.pb`: Node."""
    sockets = b"".join(
        wire.message(field, wire.text(1, socket["port"]) + wire.text(2, socket["name"]))
        for field, group in ((1, inputs), (2, outputs))
        for socket in group
    )
    return wire.text(1, name) + wire.message(2, sockets)


def model_message(op: str, attributes: Mapping[str, Json]) -> bytes:
    """`model.pb`: Model."""
    if op == "bucketizer":
        attributes = {**attributes, "splits": _open_ends(attributes["splits"])}
    entries = b"".join(
        wire.message(1, wire.text(1, name) + wire.message(2, _value(attributes[name])))
        for name in sorted(attributes)
    )
    return wire.text(1, op) + wire.message(2, entries)


def tree_records(lines: bytes) -> bytes:
    """`tree.pb`: each line of a `tree.json` as a record behind its length."""
    # Only numbers can be null there, and those are NaN, which Python reads by that name.
    numbers = lines.replace(b"null", b"NaN")
    records = (_tree_node(json.loads(line)) for line in numbers.splitlines())
    return b"".join(struct.pack(">i", len(record)) + record for record in records)


def _open_ends(splits: Json) -> Json:
    """MLeap loses infinite ends in JSON alone."""
    first, *inner, last = splits["double"]
    ends = (-math.inf if math.isnan(first) else first, math.inf if math.isnan(last) else last)
    return {**splits, "double": [ends[0], *inner, ends[1]]}


def _value(value: Json) -> bytes:
    kind = value.get("type")
    if kind == "tensor":
        return wire.message(3, _tensor(value))
    encoders = _LIST if kind == "list" else _SCALAR
    content = b"".join(encoders[name](content) for name, content in value.items() if name != "type")
    return wire.message(2 if kind == "list" else 1, content)


def _tensor(tensor: Json) -> bytes:
    (base,) = (name for name in tensor if name in _BASIC_TYPES)
    codes = {"int": "i", "long": "q", "float": "f", "double": "d"}
    content = struct.pack(f">{len(tensor[base])}{codes[base]}", *tensor[base])
    return (
        wire.integer(1, _BASIC_TYPES[base])
        + wire.message(2, _shape(tensor["shape"]))
        + (wire.message(3, content) if content else b"")
    )


def _shape(shape: Json) -> bytes:
    return b"".join(
        wire.message(1, wire.integer(1, dimension["size"]) + wire.text(2, dimension["name"]))
        for dimension in shape["dimensions"]
    )


def _data_shape(shape: Json) -> bytes:
    tensor_shape = shape.get("tensorShape")
    return (
        wire.integer(1, _BASES[shape["base"]])
        + wire.integer(2, shape["isNullable"])
        + (b"" if tensor_shape is None else wire.message(3, _shape(tensor_shape)))
    )


_SCALAR: dict[str, Callable[[Any], bytes]] = {
    "boolean": lambda value: wire.integer(1, value),
    "string": lambda value: wire.text(2, value),
    "int": lambda value: wire.integer(3, value),
    "long": lambda value: wire.integer(4, value),
    "float": lambda value: wire.single(5, value),
    "double": lambda value: wire.double(6, value),
    "tensor": lambda value: wire.message(8, _tensor(value)),
    "basic_type": lambda value: wire.integer(9, _BASIC_TYPES[value]),
    "data_shape": lambda value: wire.message(10, _data_shape(value)),
}

_LIST: dict[str, Callable[[Any], bytes]] = {
    "boolean": lambda values: wire.packed_integers(1, values),
    "string": lambda values: b"".join(wire.message(2, value.encode()) for value in values),
    "int": lambda values: wire.packed_integers(3, values),
    "long": lambda values: wire.packed_integers(4, values),
    "float": lambda values: wire.packed_singles(5, values),
    "double": lambda values: wire.packed_doubles(6, values),
    "tensor": lambda values: b"".join(wire.message(8, _tensor(value)) for value in values),
    "basic_type": lambda names: wire.packed_integers(9, map(_BASIC_TYPES.__getitem__, names)),
    "data_shape": lambda values: b"".join(wire.message(10, _data_shape(value)) for value in values),
}


def _tree_node(record: Json) -> bytes:
    if "numChildren" in record:
        return _cluster(record)
    if record["type"] == "leaf":
        return wire.message(2, wire.packed_doubles(1, record["values"]))
    split = record["split"]
    if split["type"] == "continuous":
        content = wire.integer(1, split["featureIndex"]) + wire.double(2, split["threshold"])
        encoded = wire.message(2, content)
    else:
        content = (
            wire.integer(1, split["featureIndex"])
            + wire.integer(2, split["isLeft"])
            + wire.integer(3, split["numCategories"])
            + wire.packed_doubles(4, split["categories"])
        )
        encoded = wire.message(1, content)
    return wire.message(1, wire.message(1, encoded))


def _cluster(record: Json) -> bytes:
    # The index is declared unsigned, and holds negative numbers modulo 2^32.
    return (
        wire.integer(1, record["index"] & 0xFFFF_FFFF)
        + wire.double(2, record["norm"])
        + wire.packed_doubles(3, record["values"])
        + wire.integer(4, record["numChildren"])
    )
