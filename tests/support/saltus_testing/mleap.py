"""Bundles of one stage, written as folders."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]


def write_stage(
    folder: Path, op: str, attributes: Json, *, inputs: list[str], outputs: list[str]
) -> None:
    """Writes a bundle whose root is the stage; ports are numbered from 0."""
    write_node(
        folder,
        op,
        attributes,
        inputs={f"input{i}": name for i, name in enumerate(inputs)},
        outputs={f"output{i}": name for i, name in enumerate(outputs)},
    )


def write_node(
    folder: Path, op: str, attributes: Json, *, inputs: dict[str, str], outputs: dict[str, str]
) -> None:
    """Writes a bundle whose root is the stage; columns are given by port."""
    shape = {
        "inputs": [{"port": port, "name": name} for port, name in inputs.items()],
        "outputs": [{"port": port, "name": name} for port, name in outputs.items()],
    }
    write_bundle(
        folder,
        {
            "root/model": {"op": op, "attributes": attributes},
            "root/node": {"name": op, "shape": shape},
        },
    )


def write_bundle(folder: Path, files: dict[str, Json]) -> None:
    """Writes the header and the given files, named without their extension."""
    header = {
        "uid": "5b0a9b5e-4f7f-4f0e-8f59-7b1ed4a4a0b1",
        "name": "made-by-hand",
        "format": "json",
        "version": "0.25.2",
        "timestamp": "2026-01-01T00:00:00",
    }
    for name, content in {"bundle": header, **files}.items():
        path = folder / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")
