"""What can go wrong in reading data.

```
TrainingError
└── IngestError   source, reason
```
"""

from __future__ import annotations

from saltus_training.errors import TrainingError


class IngestError(TrainingError):
    """Data cannot be read at all.

    Attributes:
        source: The file, folder or table.
        reason: Why not, and what to do.
    """

    def __init__(self, source: str, reason: str) -> None:
        self.source = source
        self.reason = reason
        super().__init__(f"data `{source}`: {reason}")
