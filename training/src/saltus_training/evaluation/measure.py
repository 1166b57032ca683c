"""What every evaluation answers, whatever the task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure beside what a model would get that learned nothing.

    Attributes:
        name: For people, for example `area under ROC`.
        value: The figure of the model.
        reference: The figure of the model that learned nothing; `None` where there is none.
        reference_note: Which one that is, for example `chance`.
    """

    name: str
    value: float
    reference: float | None = None
    reference_note: str = ""


class Evaluation(Protocol):
    """The result of evaluating one fitted pipeline."""

    @property
    def rows(self) -> int:
        """How many rows were evaluated."""
        ...

    def measures(self) -> tuple[Measure, ...]:
        """The figures for a table, the most telling first."""
        ...

    def to_dict(self) -> dict[str, float]:
        """The figures for a model card."""
        ...

    def curves(self) -> Mapping[str, Any]:
        """What a report draws: curves and tables by name."""
        ...
