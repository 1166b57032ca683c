"""What the files of a model tell about its features, for bundles that say nothing else of them."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    import saltus_runtime as sr

MOST_FEATURES = 30
_NODE = ".node"


@dataclass(frozen=True, slots=True)
class Weights:
    """How much the last model of a pipeline makes of each feature.

    Attributes:
        kind: What was counted: sizes of coefficients, or splits of trees.
        by_feature: The strongest first, named as the vector assembler's inputs.
    """

    kind: Literal["coefficients", "splits"]
    by_feature: Mapping[str, float]


def read_weights(content: bytes, bundle: sr.Bundle) -> Weights | None:
    """Reads the last linear model or the last trees of a bundle.

    Args:
        content: A zip file.
        bundle: What the runtime has loaded from it.

    Returns:
        `None` for models of other kinds, and where the files are protobuf.
    """
    if bundle.format != "json":
        return None
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        folders = _folders(archive)
        for stage in reversed(bundle.stages):
            folder = folders.get(stage.name)
            found = None if folder is None else _stage(archive, folder)
            if found is not None and stage.inputs:
                kind, sizes = found
                features = stage.inputs[0]
                names = _names(archive, bundle, folders, features) or {}
                named = {names.get(index, f"{features}[{index}]"): x for index, x in sizes.items()}
                ranked = sorted(named.items(), key=lambda pair: (-pair[1], pair[0]))
                return Weights(kind, {name: x for name, x in ranked[:MOST_FEATURES] if x > 0})
    return None


def _folders(archive: zipfile.ZipFile) -> dict[str, str]:
    """Where each stage lies, by its name."""
    members = (name.rpartition("/") for name in archive.namelist())
    nodes = {folder for folder, _, file in members if file == "node.json" and _NODE in folder}
    return {json.loads(archive.read(f"{folder}/node.json"))["name"]: folder for folder in nodes}


def _stage(
    archive: zipfile.ZipFile, folder: str
) -> tuple[Literal["coefficients", "splits"], dict[int, float]] | None:
    attributes = _attributes(archive, folder)
    stored = attributes.get("coefficient_matrix", attributes.get("coefficients"))
    if stored is not None:
        return "coefficients", _sizes(stored)
    trees = [
        name
        for name in archive.namelist()
        if name.startswith(f"{folder}/") and name.endswith("/tree.json")
    ]
    if not trees:
        return None
    counted: Counter[int] = Counter()
    for tree in trees:
        nodes = map(json.loads, archive.read(tree).splitlines())
        counted.update(node["split"]["featureIndex"] for node in nodes if "split" in node)
    return "splits", {index: float(count) for index, count in counted.items()}


def _attributes(archive: zipfile.ZipFile, folder: str) -> dict[str, Any]:
    attributes: dict[str, Any] = json.loads(archive.read(f"{folder}/model.json"))["attributes"]
    return attributes


def _sizes(tensor: Mapping[str, Any]) -> dict[int, float]:
    """Of each feature; where there is a row for each class, the sum over classes."""
    values = [abs(float(value)) for value in tensor.get("double", ())]
    dimensions = tensor.get("shape", {}).get("dimensions", ())
    columns = dimensions[-1]["size"] if dimensions else len(values)
    return {index: sum(values[index::columns]) for index in range(columns)}


def _names(
    archive: zipfile.ZipFile, bundle: sr.Bundle, folders: Mapping[str, str], features: str
) -> dict[int, str] | None:
    """The features by position, if a vector assembler has put them together."""
    for stage in bundle.stages:
        if stage.op == "vector_assembler" and stage.outputs == [features]:
            attributes = _attributes(archive, folders[stage.name])
            shapes = attributes.get("input_shapes", {}).get("data_shape", ())
            pairs = zip(stage.inputs, shapes, strict=False)
            return dict(enumerate(part for pair in pairs for part in _parts(*pair)))
    return None


def _parts(name: str, shape: Mapping[str, Any]) -> list[str]:
    dimensions = shape.get("tensorShape", {}).get("dimensions", ())
    size = dimensions[0].get("size", 0) if dimensions else None
    return [name] if size is None else [f"{name}[{index}]" for index in range(size)]
