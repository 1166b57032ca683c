"""A bundle in protobuf made to hurt is an error, at little cost."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from saltus_testing import wire
from saltus_testing.cost import check_cost
from saltus_testing.hostile import PB_TREE, protobuf

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = {
    "length_of_2_gib": protobuf(wire.field(1, b"x", length=2**31 - 1)),
    "length_of_2_to_63": protobuf(wire.field(2, b"x", length=2**63)),
    "attribute_length": protobuf(
        wire.model("standard_scaler", wire.attribute("mean", wire.field(1, b"", length=2**31)))
    ),
    "tree_length_of_2_gib": protobuf(PB_TREE, tree=struct.pack(">i", 2**31 - 1) + b"x"),
    "tree_length_negative": protobuf(PB_TREE, tree=struct.pack(">i", -1) + b"x"),
    "tree_of_nothing": protobuf(PB_TREE, tree=bytes(4_000_000)),
    "tensor_of_huge_dimensions": protobuf(
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
    "empty_strings": protobuf(
        wire.model(
            "string_indexer", wire.attribute("labels", wire.field(2, b"\x12\x00" * 1_900_000))
        )
    ),
    "empty_tensors": protobuf(
        wire.model("k_means", wire.attribute("x", wire.field(2, b"\x42\x00" * 1_900_000)))
    ),
    "names_twice": protobuf(
        wire.model("dct", *[wire.attribute("inverse", wire.field(1, b""))] * 2)
    ),
    "empty_attributes": protobuf(wire.field(2, b"\x0a\x00" * 1_900_000)),
    "empty_shapes": protobuf(
        wire.model("k_means", wire.attribute("x", wire.field(2, b"\x52\x00" * 1_900_000)))
    ),
    "small_tensors": protobuf(
        wire.model(
            "k_means",
            wire.attribute("x", wire.field(2, b"\x42\x06\x08\x02\x12\x02\x0a\x00" * 480_000)),
        )
    ),
    "basic_types": protobuf(
        wire.model(
            "k_means", wire.attribute("x", wire.field(2, wire.field(9, b"\x07" * 3_800_000)))
        )
    ),
    "empty_sockets": protobuf(PB_TREE, node=wire.field(2, b"\x0a\x00" * 1_900_000)),
    "groups": protobuf(b"\x7b" * 1_000_000),
    "no_message": protobuf(b"\xff" * 100),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_bundle_is_an_error_at_little_cost(tmp_path: Path, name: str) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(HOSTILE[name])

    check_cost(path)
