"""A big random forest as Spark saves it, made without Spark."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from pathlib import Path

FEATURES = 20
CLASSES = 2
NAMES = [f"x{index}" for index in range(FEATURES)]

_PACKAGE = "org.apache.spark.ml"
_SAVED_AT = 1_795_375_887_555


@dataclass(frozen=True)
class Tree:
    """A full tree of splits on thresholds, its nodes in the order Spark numbers them."""

    nodes: list[dict[str, Any]]

    @classmethod
    def grow(cls, chooser: random.Random, depth: int) -> Tree:
        """Draw features, thresholds and counts."""
        nodes: list[dict[str, Any]] = []
        _grow(chooser, depth, nodes)
        return cls(nodes)

    def vote(self, features: list[float]) -> list[float]:
        """Walk to the leaf, and return the share of each class there."""
        node = self.nodes[0]
        while node["leftChild"] >= 0:
            split = node["split"]
            (threshold,) = split["leftCategoriesOrThreshold"]
            is_left = features[split["featureIndex"]] <= threshold
            node = self.nodes[node["leftChild" if is_left else "rightChild"]]
        counts = node["impurityStats"]
        return [count / sum(counts) for count in counts]


def save_forest(folder: Path, trees: int, depth: int) -> tuple[Path, list[Tree]]:
    """Write a pipeline of an assembler and a forest, and return its folder and its trees."""
    pipeline = folder / "model"
    assembler = {"inputCols": NAMES, "outputCol": "features", "handleInvalid": "error"}
    _metadata(pipeline, "PipelineModel", {"stageUids": ["assemble", "forest"]})
    _metadata(pipeline / "stages/0_assemble", "feature.VectorAssembler", assembler)
    forest = pipeline / "stages/1_forest"
    params = {
        "featuresCol": "features",
        "labelCol": "label",
        "predictionCol": "prediction",
        "probabilityCol": "probability",
        "rawPredictionCol": "rawPrediction",
        "leafCol": "",
    }
    extra = {"numFeatures": FEATURES, "numClasses": CLASSES, "numTrees": trees}
    _metadata(forest, "classification.RandomForestClassificationModel", params, **extra)
    rows = [{"treeID": tree, "metadata": "{}", "weights": 1.0} for tree in range(trees)]
    _parquet(forest / "treesMetadata", pa.Table.from_pylist(rows))
    chooser = random.Random(7)  # noqa: S311 - the same forest each time
    grown = [Tree.grow(chooser, depth) for _ in range(trees)]
    tables = [
        pa.Table.from_pylist([{"treeID": index, "nodeData": node} for node in tree.nodes], _SCHEMA)
        for index, tree in enumerate(grown)
    ]
    _parquet(forest / "data", pa.concat_tables(tables))
    return pipeline, grown


def _grow(chooser: random.Random, depth: int, nodes: list[dict[str, Any]]) -> int:
    number, count = len(nodes), float(chooser.randint(1, 5000))
    ones = float(chooser.randint(0, int(count)))
    node = {
        "id": number,
        "prediction": float(2 * ones > count),
        "impurity": 0.0,
        "impurityStats": [count - ones, ones],
        "rawCount": int(count),
        "gain": -1.0,
        "leftChild": -1,
        "rightChild": -1,
        "split": {"featureIndex": -1, "leftCategoriesOrThreshold": [], "numCategories": -1},
    }
    nodes.append(node)
    if depth:
        node["split"] = {
            "featureIndex": chooser.randrange(FEATURES),
            "leftCategoriesOrThreshold": [chooser.gauss(0, 1)],
            "numCategories": -1,
        }
        node["leftChild"] = _grow(chooser, depth - 1, nodes)
        node["rightChild"] = _grow(chooser, depth - 1, nodes)
    return number


_SCHEMA = pa.schema(
    {
        "treeID": pa.int32(),
        "nodeData": pa.struct(
            {
                "id": pa.int32(),
                "prediction": pa.float64(),
                "impurity": pa.float64(),
                "impurityStats": pa.list_(pa.float64()),
                "rawCount": pa.int64(),
                "gain": pa.float64(),
                "leftChild": pa.int32(),
                "rightChild": pa.int32(),
                "split": pa.struct(
                    {
                        "featureIndex": pa.int32(),
                        "leftCategoriesOrThreshold": pa.list_(pa.float64()),
                        "numCategories": pa.int32(),
                    }
                ),
            }
        ),
    }
)


def _metadata(folder: Path, name: str, params: dict[str, Any], **extra: Any) -> None:
    document = {
        "class": f"{_PACKAGE}.{name}",
        "timestamp": _SAVED_AT,
        "sparkVersion": "4.1.4",
        "uid": folder.name,
        "paramMap": params,
        "defaultParamMap": {},
        **extra,
    }
    metadata = folder / "metadata"
    metadata.mkdir(parents=True)
    (metadata / "part-00000").write_text(json.dumps(document), encoding="utf-8")
    (metadata / "_SUCCESS").touch()


def _parquet(folder: Path, table: pa.Table) -> None:
    folder.mkdir(parents=True)
    pq.write_table(table, folder / "part-00000-c000.snappy.parquet")
    (folder / "_SUCCESS").touch()
