"""What can go wrong in reading data.

```
TrainingError
└── IngestError   source, reason, line, column
```
"""

from __future__ import annotations

from saltus_training.errors import TrainingError


class IngestError(TrainingError):
    """Data cannot be read at all.

    Attributes:
        source: The file, folder or table.
        reason: Why not, and what to do.
        line: The line it is in, counted from 1; None if it is about the whole source.
        column: The column, where it is about one.
    """

    def __init__(
        self, source: str, reason: str, *, line: int | None = None, column: str | None = None
    ) -> None:
        self.source = source
        self.reason = reason
        self.line = line
        self.column = column
        places = [f"data `{source}`"]
        if line is not None:
            places.append(f"line {line}")
        if column is not None:
            places.append(f"column `{column}`")
        super().__init__(f"{', '.join(places)}: {reason}")
