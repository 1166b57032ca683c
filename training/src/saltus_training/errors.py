"""What this package raises.

* TrainingError
  * ExportError - a fitted model cannot be written as a bundle
    * SavedModelError - the folder is no complete model saved by Spark
    * LostColumnError - a stage reads what a stage with an error would have made
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence


class TrainingError(Exception):
    """Base of every error this package raises on purpose."""


class ExportError(TrainingError):
    """A fitted model cannot be exported as it stands.

    Attributes:
        stage: The pipeline stage at fault, or the step of the export.
        reason: What is wrong.
        fix: What to do about it.
        rule: The doctor's rule behind it.
        others: More errors of the same export; each has to be put right.
    """

    #: The stage of an error that nobody has placed yet.
    UNPLACED: ClassVar[str] = "export"
    #: What no rule of its own is about: MLeap's format cannot hold it.
    NOT_EXPRESSIBLE: ClassVar[str] = "not-expressible"
    #: The model may be all right, but it could not be written, or not be verified.
    FAILED: ClassVar[str] = "export-failed"

    def __init__(
        self, reason: str, *, fix: str, stage: str = UNPLACED, rule: str = NOT_EXPRESSIBLE
    ) -> None:
        super().__init__(f"{stage}: {reason}; {fix}")
        self.stage = stage
        self.reason = reason
        self.fix = fix
        self.rule = rule
        self.others: tuple[ExportError, ...] = ()

    @classmethod
    def of(cls, errors: Sequence[ExportError]) -> ExportError:
        """Returns the first error, with the others behind it."""
        first, *others = errors
        first.others = tuple(others)
        return first

    def at(self, stage: str) -> ExportError:
        """Returns the same error, placed at `stage`."""
        return ExportError(self.reason, fix=self.fix, stage=stage, rule=self.rule)

    def __reduce__(self) -> tuple[object, ...]:
        # An exception with keyword-only arguments does not pickle by itself.
        return _rebuild, (self.reason, self.fix, self.stage, self.rule, self.others)


class SavedModelError(ExportError):
    """The folder is not what Spark saved, or not all of it."""

    def __init__(self, reason: str, *, fix: str, stage: str = ExportError.UNPLACED) -> None:
        super().__init__(reason, fix=fix, stage=stage, rule="unreadable-model")


class LostColumnError(ExportError):
    """A stage reads a column of a stage that could not be converted itself."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"it reads `{name}`, which a stage with an error would make",
            fix="put the earlier error right",
        )


def _rebuild(
    reason: str, fix: str, stage: str, rule: str, others: tuple[ExportError, ...]
) -> ExportError:
    error = ExportError(reason, fix=fix, stage=stage, rule=rule)
    error.others = others
    return error
