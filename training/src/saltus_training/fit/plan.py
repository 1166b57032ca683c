"""What is to be made of each column of a table.

```
TrainingError
└── FitError  source, reason
```
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from saltus_training.errors import TrainingError

if TYPE_CHECKING:
    from collections.abc import Mapping

FitTask: TypeAlias = Literal["binary_classification", "multiclass_classification", "regression"]


class FitError(TrainingError):
    """No model can be made from a table.

    Attributes:
        source: The table.
        reason: Why not, and what to do.
    """

    def __init__(self, source: str, reason: str) -> None:
        self.source = source
        self.reason = reason
        super().__init__(f"data `{source}`: {reason}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The choices that an editable recipe is written from.

    Attributes:
        source: The file or folder.
        label: The column to predict.
        task: The kind of model.
        label_type: The Spark type of the label, as Python writes it, such as `IntegerType()`.
        labels: The values of the label as text, in the order of their indices; empty for a
            regression.
        numbers: Columns with numbers.
        categories: Columns with few values.
        many: Columns with so many values that their mean label says more.
        gaps: Columns with missing values.
        left_out: Why other columns are no inputs.
        unlabelled: Rows without a label.
    """

    source: str
    label: str
    task: FitTask
    label_type: str
    labels: tuple[str, ...]
    numbers: tuple[str, ...]
    categories: tuple[str, ...]
    many: tuple[str, ...]
    gaps: frozenset[str]
    left_out: Mapping[str, str]
    unlabelled: int
