"""Bundles in protobuf taken apart by the wire format alone, as far as a comparison needs it.

https://protobuf.dev/programming-guides/encoding/
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LENGTHS = {1: 8, 5: 4}


@dataclass(frozen=True)
class ProtobufModel:
    """A model of a bundle.

    Attributes:
        folder: Where it lies.
        op: Its op.
        attributes: The encoded value of each attribute, by name.
    """

    folder: str
    op: str
    attributes: dict[str, bytes]

    def strings(self, attribute: str) -> list[str]:
        """The elements of a list of strings; none where there is no such attribute."""
        encoded = self.attributes.get(attribute, b"")
        lists = [content for number, content in fields(encoded) if number == 2]
        return [text.decode() for part in lists for number, text in fields(part) if number == 2]


def models(read: Callable[[str], bytes], folder: str = "root") -> Iterator[ProtobufModel]:
    """Every model with its trees and children, in the order they run."""
    content = list(fields(read(f"{folder}/model.pb")))
    (op,) = [value.decode() for number, value in content if number == 1]
    entries = [entry for number, part in content if number == 2 for _, entry in fields(part)]
    pairs = (dict(fields(entry)) for entry in entries)
    model = ProtobufModel(folder, op, {pair[1].decode(): pair[2] for pair in pairs})
    yield model
    for name in model.strings("nodes"):
        yield from models(read, f"{folder}/{name}.node")
    for name in model.strings("trees"):
        yield from models(read, f"{folder}/{name}")


def shape(node: bytes) -> list[tuple[int, bytes]]:
    """The sockets of a `node.pb`: 1 for an input, 2 for an output, and what it says."""
    return [socket for number, content in fields(node) if number == 2 for socket in fields(content)]


def records(tree: bytes) -> Iterator[bytes | tuple[bytes, frozenset[float]]]:
    """The nodes of a `tree.pb`; of a split by category, the feature and what goes left."""
    position = 0
    while position < len(tree):
        (length,) = struct.unpack_from(">i", tree, position)
        record = tree[position + 4 : position + 4 + length]
        yield _categorical(record) or record
        position += 4 + length


def _categorical(record: bytes) -> tuple[bytes, frozenset[float]] | None:
    """On a tie MLeap lists the side that goes right, the exporter the one that goes left."""
    content = dict(fields(record))
    # Leaves have 2, clusters more.
    if content.keys() != {1}:
        return None
    split = dict(fields(dict(fields(content[1]))[1]))
    if 1 not in split:
        return None
    split = dict(fields(split[1]))
    packed = split.get(4, b"")
    listed = frozenset(struct.unpack(f"<{len(packed) // 8}d", packed))
    count, _ = _varint(split.get(3, b"\0"), 0)
    left = listed if 2 in split else frozenset(map(float, range(count))) - listed
    return split.get(1, b""), left


def fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    """The fields of a message with their numbers, each as its bytes."""
    position = 0
    while position < len(message):
        tag, position = _varint(message, position)
        start, kind = position, tag & 7
        if kind == 2:
            length, start = _varint(message, position)
            position = start + length
        elif kind == 0:
            _, position = _varint(message, position)
        else:
            position += _LENGTHS[kind]
        yield tag >> 3, message[start:position]


def _varint(message: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[position]
        value |= (byte & 0x7F) << shift
        position, shift = position + 1, shift + 7
        if byte < 0x80:
            return value, position
