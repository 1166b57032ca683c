"""What an export gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from saltus_training.findings import Finding
    from saltus_training.model_card import ModelCard


@dataclass(frozen=True, slots=True)
class ExportResult:
    """A bundle that was written.

    Attributes:
        path: Where it lies.
        sha256: The digest of the file, in hex.
        verification: `golden` if the runtime replayed Spark's rows, `none` if there are none.
        golden_rows: The number of rows replayed, by kind.
        portable: Whether MLeap's own runtime can load it.
        card: The model card in it.
        findings: What will surprise at scoring.
    """

    path: Path
    sha256: str
    verification: str
    golden_rows: Mapping[str, int]
    portable: bool
    card: ModelCard
    findings: tuple[Finding, ...]

    def to_dict(self) -> dict[str, Any]:
        """Returns the result as JSON has it."""
        return {
            "path": str(self.path),
            "sha256": self.sha256,
            "verification": self.verification,
            "golden_rows": dict(self.golden_rows),
            "portable": self.portable,
            "card": self.card.model_dump(mode="json", exclude_none=True),
            "findings": [finding.to_dict() for finding in self.findings],
        }
