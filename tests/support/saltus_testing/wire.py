"""Protobuf messages and zip files written byte by byte, so that they may be wrong."""

from __future__ import annotations

import struct
import zlib


def varint(value: int) -> bytes:
    """A number of up to 64 bits; a negative one in two's complement."""
    encoded = bytearray()
    value &= 0xFFFF_FFFF_FFFF_FFFF
    while value >= 0x80:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*encoded, value])


def field(number: int, payload: bytes | int, *, length: int | None = None) -> bytes:
    """One field of a message; `length` is what it claims to be long."""
    if isinstance(payload, int):
        return varint(number << 3) + varint(payload)
    return varint(number << 3 | 2) + varint(len(payload) if length is None else length) + payload


def double(number: int, value: float) -> bytes:
    """One field that holds a double."""
    return varint(number << 3 | 1) + struct.pack("<d", value)


def attribute(name: str, value: bytes) -> bytes:
    """An entry of a model's attributes."""
    return field(1, field(1, name.encode()) + field(2, value))


def model(op: str, *attributes: bytes) -> bytes:
    return field(1, op.encode()) + field(2, b"".join(attributes))


def zip_of_one(
    name: str, content: bytes, *, claimed: int, entries: int = 1, listed: int | None = None
) -> bytes:
    """A zip whose headers claim a size, with its one member under several names.

    `listed` is how many members its end claims.
    """
    count = entries if listed is None else listed
    deflate = zlib.compressobj(wbits=-15)
    packed = deflate.compress(content) + deflate.flush()
    # Sizes in the extra field that zip64 has for them.
    extra = struct.pack("<HHQQ", 1, 16, claimed, len(packed))
    start = struct.pack("<HHHHHI", 45, 0, 8, 0, 0x21, zlib.crc32(content))
    sizes = struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF)
    encoded = name.encode()
    local = b"PK\x03\x04" + start + sizes + struct.pack("<HH", len(encoded), len(extra))
    body = local + encoded + extra + packed
    directory = b""
    for entry in range(entries):
        path = encoded + (b"%d" % entry if entry else b"")
        lengths = struct.pack("<HHHHHII", len(path), len(extra), 0, 0, 0, 0, 0)
        directory += b"PK\x01\x02" + struct.pack("<H", 45) + start + sizes + lengths
        directory += path + extra
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def zip64_end(
    archive: bytes, *, entries: int = 1, size: int | None = None, offset: int | None = None
) -> bytes:
    """The zip with an end in the form for large ones, which claims what it is given."""
    end = archive.rindex(b"PK\x05\x06")
    actual_size, actual_offset = struct.unpack("<II", archive[end + 12 : end + 20])
    size = actual_size if size is None else size
    offset = actual_offset if offset is None else offset
    large = b"PK\x06\x06" + struct.pack("<QHHII", 44, 45, 45, 0, 0)
    large += struct.pack("<QQQQ", entries, entries, size, offset)
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, end, 1)
    small = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, *[0xFFFF] * 2, *[0xFFFFFFFF] * 2, 0)
    return archive[:end] + large + locator + small
