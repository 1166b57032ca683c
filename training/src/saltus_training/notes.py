"""What a bundle carries beside the model, under `notes/`, and the bundle with all of it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, BinaryIO

from saltus_training.bundle import Archive, bundle_header, render, to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from saltus_training.bundle import Encoding
    from saltus_training.conversion import Conversion
    from saltus_training.converters import StageRecord

FEATURE_SCHEMA = "notes/feature_schema.json"
GOLDEN_ROWS = "notes/golden_rows.json"
BASELINE = "notes/baseline.json"
MODEL_CARD = "notes/model_card.json"
EXPORT = "notes/export.json"
MANIFEST = "notes/manifest.json"


def write_bundle(
    file: BinaryIO,
    conversion: Conversion,
    name: str,
    extra: Callable[[str], Mapping[str, bytes]],
    encoding: Encoding = "json",
    written: Mapping[str, bytes] | None = None,
) -> None:
    """Writes a bundle as a zip: equal content gives equal bytes.

    Args:
        file: Where to, a file that can be sought in.
        conversion: The model.
        name: The name of the bundle.
        extra: Makes more notes by path, of the digest of the model's files in JSON.
        encoding: How MLeap's files are encoded; notes are JSON always.
        written: MLeap's files, where somebody else wrote them, `bundle.json` among them.
    """
    with Archive(file) as archive:
        if written is None:
            digest = _write(archive, conversion, name, encoding)
            archive.add(EXPORT, export_note(conversion))
        else:
            archive.add_all(written)
            digest = conversion.digest
        archive.add_all({**extra(digest), FEATURE_SCHEMA: conversion.schema.to_json().encode()})
        members = {"saltus_manifest": 1, "members": dict(archive.digests)}
        archive.add(MANIFEST, to_json(members))


def assemble(
    conversion: Conversion, name: str, extra: Mapping[str, bytes], encoding: Encoding = "json"
) -> bytes:
    """Returns a bundle as `write_bundle` writes it."""
    buffer = io.BytesIO()
    write_bundle(buffer, conversion, name, lambda _: extra, encoding)
    return buffer.getvalue()


def _write(archive: Archive, conversion: Conversion, name: str, encoding: Encoding) -> str:
    """Writes the model, and returns the digest of its files in JSON."""
    json = encoding == "json"
    members = conversion.members if json else render(conversion.root, encoding)
    digest = archive.add_all(members)
    archive.add("bundle.json", bundle_header(name, digest, conversion.saved_at, encoding))
    return digest if json else conversion.digest


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
