"""The wire format of protocol buffers, as far as MLeap's messages need it.

https://protobuf.dev/programming-guides/encoding/
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_VARINT, _FIXED64, _LENGTH, _FIXED32 = 0, 1, 2, 5
_64_BITS = (1 << 64) - 1


def varint(number: int) -> bytes:
    """Seven bits to a byte, the lowest first; negative numbers take all 64 bits."""
    rest = number & _64_BITS
    encoded = bytearray()
    while rest > 0x7F:
        encoded.append(rest & 0x7F | 0x80)
        rest >>= 7
    encoded.append(rest)
    return bytes(encoded)


def integer(field: int, number: int) -> bytes:
    """An integer, a boolean or a member of an enum; nothing for 0."""
    return _tag(field, _VARINT) + varint(number) if number else b""


def double(field: int, number: float) -> bytes:
    """A double; nothing for 0.0, but -0.0 keeps its sign."""
    content = struct.pack("<d", number)
    return _tag(field, _FIXED64) + content if any(content) else b""


def single(field: int, number: float) -> bytes:
    """A 32-bit float; nothing for 0.0, but -0.0 keeps its sign."""
    content = struct.pack("<f", number)
    return _tag(field, _FIXED32) + content if any(content) else b""


def text(field: int, string: str) -> bytes:
    """A string; nothing for an empty one."""
    return message(field, string.encode()) if string else b""


def message(field: int, content: bytes) -> bytes:
    """A message, a string or bytes, written even if empty."""
    return _tag(field, _LENGTH) + varint(len(content)) + content


def packed_integers(field: int, numbers: Iterable[int]) -> bytes:
    """A repeated integer or boolean; nothing for none."""
    return _packed(field, b"".join(map(varint, numbers)))


def packed_doubles(field: int, numbers: list[float]) -> bytes:
    """A repeated double; nothing for none."""
    return _packed(field, struct.pack(f"<{len(numbers)}d", *numbers))


def packed_singles(field: int, numbers: list[float]) -> bytes:
    """A repeated 32-bit float; nothing for none."""
    return _packed(field, struct.pack(f"<{len(numbers)}f", *numbers))


def _packed(field: int, content: bytes) -> bytes:
    return message(field, content) if content else b""


def _tag(field: int, wire_type: int) -> bytes:
    return varint(field << 3 | wire_type)
