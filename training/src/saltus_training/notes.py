"""What a bundle carries beside the model, under `notes/`, and the bundle with all of it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from saltus_training.bundle import bundle_header, pack, render, to_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from saltus_training.bundle import Encoding
    from saltus_training.conversion import Conversion
    from saltus_training.converters import StageRecord

FEATURE_SCHEMA = "notes/feature_schema.json"
GOLDEN_ROWS = "notes/golden_rows.json"
BASELINE = "notes/baseline.json"
MODEL_CARD = "notes/model_card.json"
EXPORT = "notes/export.json"
MANIFEST = "notes/manifest.json"


def assemble(
    conversion: Conversion,
    name: str,
    extra: Mapping[str, bytes],
    encoding: Encoding = "json",
    written: Mapping[str, bytes] | None = None,
) -> bytes:
    """Returns the bundle as a zip: equal content gives equal bytes.

    Args:
        conversion: The model.
        name: The name of the bundle.
        extra: More notes by path.
        encoding: How MLeap's files are encoded; notes are JSON always.
        written: MLeap's files, where somebody else wrote them, `bundle.json` among them.
    """
    members = {
        **(_write(conversion, name, encoding) if written is None else written),
        **extra,
        FEATURE_SCHEMA: conversion.schema.to_json().encode(),
    }
    if written is None:
        members[EXPORT] = export_note(conversion)
    members[MANIFEST] = manifest(members)
    return pack(members)


def _write(conversion: Conversion, name: str, encoding: Encoding) -> dict[str, bytes]:
    # The conversion holds the JSON form already; a forest's takes as much memory as the rest.
    json = encoding == "json"
    members = conversion.members if json else render(conversion.root, encoding)
    header = bundle_header(name, members, conversion.saved_at, encoding)
    return {**members, "bundle.json": header}


def export_note(conversion: Conversion) -> bytes:
    """Returns `notes/export.json`: which Spark stage became which nodes, and what was lost."""
    names = {id(item.node): item.name for item in conversion.root.walk()}
    stages = [stage for stage in conversion.stages if not _is_pipeline(stage)]
    return to_json(
        {
            "saltus_export": 1,
            "portable": conversion.portable,
            "stages": [_stage(stage, names) for stage in stages],
            "warnings": [str(finding) for finding in conversion.findings],
        }
    )


def manifest(members: Mapping[str, bytes]) -> bytes:
    """Returns `notes/manifest.json`: the sha256 of every other file."""
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in members.items()}
    return to_json({"saltus_manifest": 1, "members": digests})


def _is_pipeline(stage: StageRecord) -> bool:
    return stage.class_name.endswith(".PipelineModel")


def _stage(stage: StageRecord, names: Mapping[int, str]) -> dict[str, Any]:
    converted = stage.converted
    return {
        "stage": stage.label,
        "class": stage.class_name,
        "ops": sorted({node.model.op for node in converted.nodes}),
        "nodes": [names[id(node)] for node in converted.nodes],
        "rewritten": converted.rewritten,
        "beyond_mleap": list(converted.beyond_mleap),
        "portable": converted.portable,
    }
