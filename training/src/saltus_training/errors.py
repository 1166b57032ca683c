"""What this package raises.

* TrainingError
  * ExportError - a fitted model cannot be written as a bundle
    * SavedModelError - the folder is no complete model saved by Spark
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
        rule: The doctor's rule behind it.
    """

    #: The stage of an error that nobody has placed yet.
    UNPLACED: ClassVar[str] = "export"
    #: What no rule of its own is about: MLeap's format cannot hold it.
    NOT_EXPRESSIBLE: ClassVar[str] = "not-expressible"

    def __init__(
        self, reason: str, *, fix: str, stage: str = UNPLACED, rule: str = NOT_EXPRESSIBLE
    ) -> None:
        super().__init__(f"{stage}: {reason}; {fix}")
        self.stage = stage
        self.reason = reason
        self.fix = fix
        self.rule = rule

    def at(self, stage: str) -> ExportError:
        """Returns the same error, placed at `stage`."""
        return ExportError(self.reason, fix=self.fix, stage=stage, rule=self.rule)

    def __reduce__(self) -> tuple[object, ...]:
        # An exception with keyword-only arguments does not pickle by itself.
        return _rebuild, (self.reason, self.fix, self.stage, self.rule)


class SavedModelError(ExportError):
    """The folder is not what Spark saved, or not all of it."""

    def __init__(self, reason: str, *, fix: str, stage: str = ExportError.UNPLACED) -> None:
        super().__init__(reason, fix=fix, stage=stage, rule="unreadable-model")


def _rebuild(reason: str, fix: str, stage: str, rule: str) -> ExportError:
    return ExportError(reason, fix=fix, stage=stage, rule=rule)
