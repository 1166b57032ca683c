"""What can go wrong in an evaluation.

```
TrainingError
└── EvaluationError   label, rows, reason
```
"""

from __future__ import annotations

from saltus_training.errors import TrainingError


class EvaluationError(TrainingError):
    """The rows do not allow an evaluation.

    Attributes:
        label: The column with the truth.
        rows: How many rows there are.
        reason: What is missing among them.
    """

    def __init__(self, label: str, rows: int, reason: str) -> None:
        self.label = label
        self.rows = rows
        self.reason = reason
        super().__init__(f"cannot evaluate `{label}` on {rows:,} rows: {reason}")
