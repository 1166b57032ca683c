"""Small MLeap bundles, written by hand, with golden rows worked out by hand.

The flights model: `carrier` is indexed, then assembled with `distance` and `dep_hour`, then a
logistic regression with coefficients (0.5, 0.001, 0.25) and intercept -5 says whether the flight
is late. So UA (index 0), 1000 miles, 16 o'clock has the margin 0 + 1 + 4 - 5 = 0, which is a
probability of exactly one half.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import zipfile
from operator import mul
from typing import TYPE_CHECKING, Any

from saltus_testing.mleap import node

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]
Members = dict[str, bytes]

CARRIERS = ["UA", "DL", "AA"]
LABELS = ["on_time", "late"]
ROW: Json = {"carrier": "UA", "distance": 1000, "dep_hour": 16}

COEFFICIENTS = [0.5, 0.001, 0.25]
INTERCEPT = -5.0

# The logistic function at the margins that the golden rows have, to the last digit.
LOGISTIC = {
    0.0: 0.5,
    0.5: 0.6224593312018546,
    1.5: 0.8175744761936437,
    -2.5: 0.07585818002124355,
}


def scalar(kind: str, value: object) -> Json:
    """Return an MLeap attribute of one value."""
    return {kind: value}


def strings(values: list[str]) -> Json:
    """Return an MLeap attribute of several strings."""
    return {"type": "list", "string": values}


def tensor(values: list[float]) -> Json:
    """Return an MLeap attribute of a vector."""
    shape = {"dimensions": [{"size": len(values), "name": ""}]}
    return {"type": "tensor", "double": values, "shape": shape}


def indexer(handle_invalid: str = "keep") -> tuple[Json, Json]:
    """Return the node and the model that turn `carrier` into a number."""
    attributes = {
        "labels_length": scalar("int", 1),
        "labels_array_0": strings(CARRIERS),
        "handle_invalid": scalar("string", handle_invalid),
    }
    return (
        node("indexer", {"input": "carrier"}, {"output": "carrier_idx"}),
        {"op": "string_indexer", "attributes": attributes},
    )


def assembler(handle_invalid: str = "error") -> tuple[Json, Json]:
    """Return the node and the model that put the three features into one vector."""
    shapes = [{"base": "scalar", "isNullable": True} for _ in range(3)]
    attributes = {
        "input_shapes": {"type": "list", "data_shape": shapes},
        "handle_invalid": scalar("string", handle_invalid),
    }
    columns = {"input0": "carrier_idx", "input1": "distance", "input2": "dep_hour"}
    return (
        node("assembler", columns, {"output": "features"}),
        {"op": "vector_assembler", "attributes": attributes},
    )


def classifier() -> tuple[Json, Json]:
    """Return the node and the model that tell late flights."""
    attributes = {
        "num_classes": scalar("long", 2),
        "coefficients": tensor(COEFFICIENTS),
        "intercept": scalar("double", INTERCEPT),
        "threshold": scalar("double", 0.5),
    }
    outputs = {
        "raw_prediction": "rawPrediction",
        "probability": "probability",
        "prediction": "prediction",
    }
    return (
        node("classifier", {"features": "features"}, outputs),
        {"op": "logistic_regression", "attributes": attributes},
    )


def pipeline(stages: list[tuple[Json, Json]]) -> Members:
    """Return the MLeap members of a pipeline of *stages*."""
    names = [stage["name"] for stage, _ in stages]
    members: dict[str, Json] = {
        "bundle.json": {
            "uid": "7e3f5a52-8f0c-4f6e-9d43-0d3a4c6b2f11",
            "name": "flights",
            "format": "json",
            "version": "0.25.2",
            "timestamp": "2026-11-22T12:00:00",
        },
        "root/node.json": node("pipeline", {}, {}),
        "root/model.json": {"op": "pipeline", "attributes": {"nodes": strings(names)}},
    }
    for stage, model in stages:
        members[f"root/{stage['name']}.node/node.json"] = stage
        members[f"root/{stage['name']}.node/model.json"] = model
    return {path: encode(content) for path, content in members.items()}


def feature_schema(**changes: Json) -> Json:
    """Return `notes/feature_schema.json`; *changes* are merged into the inputs they name."""
    inputs = [
        {
            "name": "carrier",
            "type": "string",
            "nullable": True,
            "on_missing": "null",
            "categories": CARRIERS,
            "on_unseen": "warn",
            "description": "the airline",
            "example": "UA",
        },
        {
            "name": "distance",
            "type": "int",
            "nullable": False,
            "minimum": 0,
            "maximum": 5000,
            "on_out_of_range": "warn",
            "unit": "mile",
            "example": 1000,
        },
        {
            "name": "dep_hour",
            "type": "int",
            "nullable": False,
            "minimum": 0,
            "maximum": 23,
            "example": 16,
        },
    ]
    outputs = [
        {"name": "prediction", "type": "double", "role": "prediction", "labels": LABELS},
        {"name": "probability", "type": "vector[2]", "role": "probability", "labels": LABELS},
    ]
    merged = [field | changes.get(str(field["name"]), {}) for field in inputs]
    return {"saltus_schema": 1, "name": "flights-late", "inputs": merged, "outputs": outputs}


def golden_row(kind: str, row: Json, index: float, margin: float) -> Json:
    """Return a golden row: *index* of the carrier and the *margin*, both worked out by hand."""
    probability = LOGISTIC[margin]
    output = {
        "carrier_idx": index,
        "features": {
            "type": "dense",
            "values": [index, float(row["distance"]), float(row["dep_hour"])],
        },
        "rawPrediction": {"type": "dense", "values": [-margin, margin]},
        "probability": {"type": "dense", "values": [1.0 - probability, probability]},
        "prediction": 1.0 if probability > 0.5 else 0.0,
    }
    return {"kind": kind, "input": row, "output": output}


def golden_rows() -> Json:
    """Return `notes/golden_rows.json`."""
    columns = {
        "carrier_idx": "exact",
        "features": "exact",
        "rawPrediction": "tolerance",
        "probability": "tolerance",
        "prediction": "exact",
    }
    rows = [
        golden_row("boundary", ROW, 0.0, 0.0),
        golden_row("typical", ROW | {"carrier": "DL"}, 1.0, 0.5),
        golden_row("null", ROW | {"carrier": None}, 3.0, 1.5),
        golden_row("unseen", ROW | {"carrier": "ZZ"}, 3.0, 1.5),
        golden_row("typical", ROW | {"dep_hour": 6}, 0.0, -2.5),
    ]
    return {"saltus_golden": 1, "columns": columns, "rows": rows}


MODEL_CARD: Json = {
    "name": "flights-late",
    "version": "2026.11",
    "task": "binary",
    "created": "2026-11-22T12:00:00Z",
    "metrics": {"area_under_roc": 0.75, "accuracy": 0.8},
}


def flights(
    *,
    indexing: str = "keep",
    assembling: str = "error",
    schema: Json | None = None,
    card: Json | None = None,
    golden: Json | None = None,
) -> Members:
    """Return the members of the flights bundle, its notes included."""
    members = pipeline([indexer(indexing), assembler(assembling), classifier()])
    members["notes/feature_schema.json"] = encode(schema or feature_schema())
    members["notes/model_card.json"] = encode(card or MODEL_CARD)
    members["notes/golden_rows.json"] = encode(golden or golden_rows())
    return members


def without(members: Members, *paths: str) -> Members:
    """Return *members* without those at *paths*."""
    return {path: content for path, content in members.items() if path not in paths}


def without_notes(members: Members) -> Members:
    """Return *members* as plain MLeap writes them."""
    return {path: content for path, content in members.items() if not path.startswith("notes/")}


def with_manifest(members: Members) -> Members:
    """Return *members* and the manifest over them."""
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in members.items()}
    manifest = {"saltus_manifest": 1, "members": digests}
    return {**members, "notes/manifest.json": encode(manifest)}


def encode(content: Json) -> bytes:
    """Return *content* as a bundle holds it."""
    return json.dumps(content, indent=1, sort_keys=True).encode()


def zipped(members: Members) -> bytes:
    """Return *members* as the bytes of a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in members.items():
            archive.writestr(path, content)
    return buffer.getvalue()


def write(path: Path, members: Members) -> Path:
    """Write *members* to the zip at *path*."""
    path.write_bytes(zipped(members))
    return path


def with_intercept(members: Members, intercept: float) -> Members:
    """Return *members* with another intercept, and golden rows of what follows from it."""
    path = "root/classifier.node/model.json"
    model = json.loads(members[path])
    model["attributes"]["intercept"] = scalar("double", intercept)
    golden = json.loads(members["notes/golden_rows.json"])
    for row in golden["rows"]:
        features = row["output"]["features"]["values"]
        margin = intercept + sum(map(mul, COEFFICIENTS, features))
        late = 1.0 / (1.0 + math.exp(-margin))
        row["output"]["rawPrediction"]["values"] = [-margin, margin]
        row["output"]["probability"]["values"] = [1.0 - late, late]
        row["output"]["prediction"] = 1.0 if late > 0.5 else 0.0
    changed = {path: encode(model), "notes/golden_rows.json": encode(golden)}
    return {**members, **changed}
