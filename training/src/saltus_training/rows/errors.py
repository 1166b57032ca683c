"""What is wrong with rows in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.errors import TrainingError

if TYPE_CHECKING:
    from pathlib import Path


class RowsError(TrainingError):
    """The rows of a file cannot be read, or do not fit the schema.

    Attributes:
        path: The file.
        reason: What is wrong, and what to do.
        line: The line it is in, counted from 1; None if it is about the whole file.
        column: The column, where it is about one.
    """

    def __init__(
        self, path: Path, reason: str, *, line: int | None = None, column: str | None = None
    ) -> None:
        self.path = path
        self.reason = reason
        self.line = line
        self.column = column
        places = [f"rows `{path}`"]
        if line is not None:
            places.append(f"line {line}")
        if column is not None:
            places.append(f"column `{column}`")
        super().__init__(f"{', '.join(places)}: {reason}")
