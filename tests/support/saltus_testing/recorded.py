"""Models that Spark saved, with rows and what Spark gave for them; see `tests/parity`."""

from __future__ import annotations

import json
import tarfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from saltus_training.conversion import Conversion, convert
from saltus_training.sql import Session

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]


@dataclass(frozen=True)
class RecordedModel:
    """One recorded case: `<case>.json` beside `<case>.tar.gz`.

    Attributes:
        path: The JSON file.
        name: Family and case, such as `indexing/string_indexer_keep`.
    """

    path: Path
    name: str

    @property
    def document(self) -> Json:
        content: Json = json.loads(self.path.read_text(encoding="utf-8"))
        return content

    def extract(self, folder: Path) -> Path:
        """Unpacks the saved model, and returns its folder."""
        with tarfile.open(self.path.with_suffix(".tar.gz")) as archive:
            archive.extractall(folder, filter="data")
        return folder / "saved_model"

    def convert(self, folder: Path) -> Conversion:
        """Converts the saved model by way of a scratch folder."""
        document = self.document
        session = Session(document.get("ansi"), document.get("time_zone", "UTC"))
        return convert(self.extract(folder), document["schema"], session=session)

    def golden_rows(self, conversion: Conversion) -> bytes:
        """The rows as a note that the runtime replays, each column by its own rule."""
        rules = {
            column.name: "exact" if column.exact else "tolerance" for column in conversion.columns
        }
        rows = [{"kind": "typical", **row} for row in self.document["rows"]]
        return json.dumps({"saltus_golden": 1, "columns": rules, "rows": rows}).encode()


def find_recorded(folder: Path) -> list[RecordedModel]:
    """The recorded cases under a folder, in the order of their names."""
    return [
        RecordedModel(path, path.relative_to(folder).with_suffix("").as_posix())
        for path in sorted(folder.rglob("*.json"))
    ]
