"""Bundles of one stage, written as folders."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Json = dict[str, Any]

HEADER = {
    "uid": "5b0a9b5e-4f7f-4f0e-8f59-7b1ed4a4a0b1",
    "name": "made-by-hand",
    "version": "0.25.2",
    "timestamp": "2026-01-01T00:00:00",
}


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
    write_bundle(
        folder,
        {
            "root/model": {"op": op, "attributes": attributes},
            "root/node": node(op, inputs, outputs),
        },
    )


def write_model(
    folder: Path,
    op: str,
    attributes: Json,
    *,
    inputs: tuple[str, ...] = ("features",),
    outputs: tuple[str, ...] = ("prediction",),
    files: dict[str, Json] | None = None,
) -> Path:
    """Writes a bundle whose root is the model, its columns named like its ports."""
    shape = {
        "inputs": [{"port": port, "name": port} for port in inputs],
        "outputs": [{"port": port, "name": port} for port in outputs],
    }
    model = {"root/model": {"op": op, "attributes": attributes}}
    write_bundle(folder, {**model, "root/node": {"name": op, "shape": shape}, **(files or {})})
    return folder


def write_bundle(folder: Path, files: dict[str, Json]) -> None:
    """Writes the header and the given files, named without their extension."""
    for name, content in {"bundle": {**HEADER, "format": "json"}, **files}.items():
        path = folder / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")


def node(name: str, inputs: Mapping[str, str], outputs: Mapping[str, str]) -> Json:
    """A node file; `inputs` and `outputs` map ports to columns."""
    shape = {
        "inputs": [{"port": port, "name": column} for port, column in inputs.items()],
        "outputs": [{"port": port, "name": column} for port, column in outputs.items()],
    }
    return {"name": name, "shape": shape}


def scalar(kind: str, value: bool | float | str) -> Json:
    """One value; false, 0 and the empty text are left out, as MLeap does."""
    return {kind: value} if value else {}


def strings(*values: str) -> Json:
    return {"type": "list", "string": list(values)}


def integers(*values: int) -> Json:
    return {"type": "list", "int": list(values)}


def doubles(*values: float | None) -> Json:
    return {"type": "list", "double": list(values)}


def longs(*values: int) -> Json:
    return {"type": "list", "long": list(values)}


def tensor(*values: float, dimensions: list[int] | None = None) -> Json:
    sizes = dimensions or [len(values)]
    shape = {"dimensions": [{"size": size, "name": ""} for size in sizes]}
    return {"type": "tensor", "double": list(values), "shape": shape}


def data_shapes(*sizes: int | None) -> Json:
    """Shapes of vectors by their size, and of scalars for `None`."""
    shapes: list[Json] = []
    for size in sizes:
        if size is None:
            shapes.append({"base": "scalar", "isNullable": True})
        else:
            dimensions = {"dimensions": [{"size": size, "name": ""}]}
            shapes.append({"base": "tensor", "isNullable": True, "tensorShape": dimensions})
    return {"type": "list", "data_shape": shapes}
