"""Recorded cases: bundles written by MLeap, with the rows that Spark scored and what it gave."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

SPARK_TYPES = {"integer": "int"}


@dataclass(frozen=True)
class Case:
    """One folder of recorded cases; see the README beside them."""

    folder: Path

    @property
    def bundle(self) -> Path:
        return self.folder / "bundle.zip"

    @property
    def protobuf(self) -> Path:
        """The same bundle in protobuf, where it was recorded."""
        return self.folder / "bundle.pb.zip"

    def ops(self) -> set[str]:
        with zipfile.ZipFile(self.bundle) as archive:
            models = [name for name in archive.namelist() if name.endswith("model.json")]
            return {json.loads(archive.read(name))["op"] for name in models}

    def inputs(self) -> dict[str, str]:
        """Types of the scalar input columns, as the runtime spells them."""
        fields = self._read("schema.json")["fields"]
        scalars = ((field["name"], field["type"]) for field in fields)
        return {
            name: SPARK_TYPES.get(kind, kind) for name, kind in scalars if isinstance(kind, str)
        }

    def golden(self, columns: list[str]) -> bytes:
        """The rows as a file of golden rows, compared by the rule for last bits."""
        pairs = zip(self._read("rows.json"), self._read("expected.json"), strict=True)
        rows = [{"input": row, "output": expected} for row, expected in pairs]
        if (self.folder / "error_rows.json").exists():
            errors = self._read("error_rows.json")
            rows += [{"input": entry["row"], "error": entry["error"]} for entry in errors]
        return json.dumps({"columns": dict.fromkeys(columns, "tolerance"), "rows": rows}).encode()

    def _read(self, name: str) -> Any:
        return json.loads((self.folder / name).read_text(encoding="utf-8"))


def find_cases(*folders: Path, ops: set[str]) -> list[Case]:
    """The cases that have a bundle whose ops are all known."""
    found = [
        Case(path) for folder in folders if folder.is_dir() for path in sorted(folder.iterdir())
    ]
    return [case for case in found if case.bundle.exists() and case.ops() <= ops]
