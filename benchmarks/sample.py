"""The sample bundle that the benchmarks score, and a row for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import saltus_runtime
from saltus_schema import FeatureSchema

BUNDLE = Path(__file__).parent.parent / "bundles/flights-late.zip"


def load() -> tuple[saltus_runtime.Bundle, FeatureSchema, dict[str, Any]]:
    """Return the bundle, its schema, and the row that its documentation shows."""
    bundle = saltus_runtime.load(BUNDLE)
    schema = FeatureSchema.from_json(bundle.note("feature_schema.json") or b"")
    return bundle, schema, schema.example_row()


def scored_by_spark(bundle: saltus_runtime.Bundle) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return the golden rows that Spark scored, each with what it gave."""
    rows = json.loads(bundle.note("golden_rows.json") or b"")["rows"]
    return [(row["input"], row["output"]) for row in rows if row.get("output")]
