"""A big random forest as Spark saves it, made without Spark."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FEATURES = 20
CLASSES = 2
NAMES = [f"x{index}" for index in range(FEATURES)]

_PACKAGE = "org.apache.spark.ml"
_SAVED_AT = 1_795_375_887_555


def save_forest(folder: Path, trees: int, depth: int) -> Path:
    """Write a pipeline of an assembler and a forest of full trees, and return its folder."""
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
    name = "classification.RandomForestClassificationModel"
    _metadata(forest, name, params, **extra)
    weights = pa.table(
        {
            "treeID": pa.array(range(trees), pa.int32()),
            "metadata": ["{}"] * trees,
            "weights": [1.0] * trees,
        }
    )
    _parquet(forest / "treesMetadata", weights.schema, [weights])
    chooser = random.Random(7)  # noqa: S311 - the same forest each time
    _parquet(forest / "data", _SCHEMA, (_tree(chooser, tree, depth) for tree in range(trees)))
    return pipeline


def _tree(chooser: random.Random, tree: int, depth: int) -> pa.Table:
    """A full tree, its nodes numbered from the root on, left before right, as Spark does."""
    nodes: list[dict[str, Any]] = []

    def grow(level: int) -> int:
        node, count = len(nodes), float(chooser.randint(1, 5000))
        ones = float(chooser.randint(0, int(count)))
        nodes.append(
            {
                "id": node,
                "prediction": float(2 * ones > count),
                "impurity": 0.0,
                "impurityStats": [count - ones, ones],
                "rawCount": int(count),
                "gain": -1.0,
                "leftChild": -1,
                "rightChild": -1,
                "split": {"featureIndex": -1, "leftCategoriesOrThreshold": [], "numCategories": -1},
            }
        )
        if level < depth:
            split = {
                "featureIndex": chooser.randrange(FEATURES),
                "leftCategoriesOrThreshold": [chooser.gauss(0, 1)],
                "numCategories": -1,
            }
            nodes[node] |= {"split": split, "gain": chooser.random()}
            nodes[node] |= {"leftChild": grow(level + 1), "rightChild": grow(level + 1)}
        return node

    grow(0)
    return pa.Table.from_pylist([{"treeID": tree, "nodeData": node} for node in nodes], _SCHEMA)


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


def _parquet(folder: Path, schema: pa.Schema, tables: Iterable[pa.Table]) -> None:
    folder.mkdir(parents=True)
    with pq.ParquetWriter(folder / "part-00000-c000.snappy.parquet", schema) as writer:
        for table in tables:
            writer.write_table(table)
    (folder / "_SUCCESS").touch()
