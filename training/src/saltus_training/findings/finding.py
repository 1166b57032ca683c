"""One thing worth saying about a model."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Literal

from saltus_training.errors import ExportError

if TYPE_CHECKING:
    from typing import Self

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that hinders the export, or will surprise at scoring.

    Attributes:
        rule: The name of the rule, such as `null-raises`; docs/doctor.md lists them.
        reason: What is the matter.
        fix: What to do about it.
        stage: The pipeline stage it is about, or the part of the export.
        severity: `error` if there can be no bundle, `warning` if there can.
    """

    rule: str
    reason: str
    fix: str
    stage: str = ExportError.UNPLACED
    severity: Severity = "warning"

    @classmethod
    def from_error(cls, error: ExportError) -> Finding:
        """Returns the finding that an error of the export is."""
        return cls(error.rule, error.reason, error.fix, error.stage, "error")

    def at(self, stage: str) -> Self:
        """Returns the same finding, placed at `stage`."""
        return replace(self, stage=stage)

    def to_dict(self) -> dict[str, str]:
        """Returns the finding as JSON has it."""
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.stage}: {self.reason}; {self.fix}"
