"""A small table of late flights, with nulls, and the schema of its inputs."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

from saltus_schema import FeatureSchema, Field

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 240
SCHEMA = FeatureSchema(
    name="late",
    inputs=(
        Field(
            name="carrier", type="string", nullable=True, categories=["AA", "UA"], on_unseen="keep"
        ),
        Field(name="hour", type="int", nullable=True, minimum=0, maximum=23),
        Field(name="wind", type="float", nullable=True),
        Field(name="distance", type="double"),
        Field(name="weekend", type="boolean"),
    ),
)
STRUCT = "carrier string, hour int, wind float, distance double, weekend boolean, late string"


def rows() -> list[tuple[Any, ...]]:
    """Rows of STRUCT that follow from their number."""
    return [
        (
            None if number % 11 == 0 else ("AA", "UA", "DL")[number % 3],
            None if number % 7 == 0 else number * 5 % 24,
            None if number % 5 == 0 else number % 13 / 4,
            number % 17 * 100.5,
            number % 7 > 4,
            "yes" if number * 5 % 24 > 12 else "no",
        )
        for number in range(ROWS)
    ]


def note(path: Path, name: str) -> Any:
    """A note of a bundle."""
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read(f"notes/{name}.json"))
