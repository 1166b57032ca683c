"""What this package raises.

* TrainingError
  * ExportError - a fitted model cannot be written as a bundle
"""

from __future__ import annotations

from typing import ClassVar


class TrainingError(Exception):
    """Base of every error this package raises on purpose."""


class ExportError(TrainingError):
    """A fitted model cannot be exported as it stands.

    Attributes:
        stage: The pipeline stage at fault, or the step of the export.
        reason: What is wrong.
        fix: What to do about it.
    """

    #: The stage of an error that nobody has placed yet.
    UNPLACED: ClassVar[str] = "export"

    def __init__(self, reason: str, *, fix: str, stage: str = UNPLACED) -> None:
        super().__init__(f"{stage}: {reason}; {fix}")
        self.stage = stage
        self.reason = reason
        self.fix = fix

    def at(self, stage: str) -> ExportError:
        """Returns the same error, placed at `stage`."""
        return ExportError(self.reason, fix=self.fix, stage=stage)

    def __reduce__(self) -> tuple[object, ...]:
        # An exception with keyword-only arguments does not pickle by itself.
        return _rebuild, (self.reason, self.fix, self.stage)


def _rebuild(reason: str, fix: str, stage: str) -> ExportError:
    return ExportError(reason, fix=fix, stage=stage)
