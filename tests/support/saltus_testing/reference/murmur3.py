"""MurmurHash3, x86, 32 bits, as published by Austin Appleby."""

from __future__ import annotations

SEED = 42
MASK = 0xFFFFFFFF


def rotate(value: int, bits: int) -> int:
    return (value << bits | value >> (32 - bits)) & MASK


def scramble(block: int) -> int:
    return rotate(block * 0xCC9E2D51 & MASK, 15) * 0x1B873593 & MASK


def murmur3(content: bytes) -> int:
    """Return the hash as Java's signed int."""
    whole = len(content) // 4 * 4
    value = SEED
    for start in range(0, whole, 4):
        value ^= scramble(int.from_bytes(content[start : start + 4], "little"))
        value = (rotate(value, 13) * 5 + 0xE6546B64) & MASK
    value ^= scramble(int.from_bytes(content[whole:], "little"))
    value ^= len(content)
    for shift, factor in (16, 0x85EBCA6B), (13, 0xC2B2AE35):
        value = (value ^ value >> shift) * factor & MASK
    value ^= value >> 16
    return value - (value >> 31 << 32)
