"""BisectingKMeansModel: MLeap's `bisecting_k_means`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from saltus_training.bundle import Model, TreeFile, values
from saltus_training.converters import clusterer
from saltus_training.errors import ExportError
from saltus_training.saved_model import read_vector

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from saltus_training.converters.base import Converted, Scope
    from saltus_training.saved_model import SavedStage
    from saltus_training.saved_model.parquet import Row


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage; MLeap has no place for another distance than the Euclidean."""
    nodes = {row["index"]: row for row in stage.rows("data/data")}
    records = list(_pre_order(nodes))
    clusterer.features(stage, scope, len(records[0]["values"]))
    lines = "".join(f"{_line(record)}\n" for record in records).encode()
    distance = stage.params.string("distanceMeasure")
    beyond_mleap = () if distance == clusterer.EUCLIDEAN else ("distance_measure",)
    model = Model(
        "bisecting_k_means",
        {name: values.string(distance) for name in beyond_mleap},
        tree=TreeFile.of(lines),
    )
    leaves = sum(not node["children"] for node in nodes.values())
    return clusterer.clusterer(stage, model, leaves, beyond_mleap=beyond_mleap)


def _pre_order(nodes: Mapping[int, Row]) -> Iterator[dict[str, Any]]:
    inner = {child for node in nodes.values() for child in node["children"]}
    pending = [index for index in nodes if index not in inner]
    if len(pending) != 1 or not inner <= nodes.keys():
        raise ExportError(
            "its clusters do not form one whole tree",
            fix="save the fitted model again",
        )
    while pending:
        node = nodes[pending.pop()]
        pending += reversed(node["children"])
        yield {
            "index": node["index"],
            "norm": node["norm"],
            "numChildren": len(node["children"]),
            "values": list(read_vector(node["center"])),
        }


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, allow_nan=False, separators=(",", ":"))
