"""One difference between two schemas, judged for those whom it concerns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Aspect: TypeAlias = Literal["client", "model", "output"]
Verdict: TypeAlias = Literal["safe", "breaking"]
Change: TypeAlias = Literal[
    "added",
    "categories",
    "category_order",
    "labels",
    "missing",
    "null",
    "range",
    "removed",
    "renamed",
    "role",
    "type",
    "unit",
]


@dataclass(frozen=True, slots=True)
class Reason:
    """What a change of one column means for one aspect.

    Attributes:
        field: Name of the input or output.
        aspect: `client`: who sends requests; `model`: what was fitted with the old schema;
            `output`: who reads answers.
        change: Stable name of what changed.
        verdict: Whether the old goes on working.
        message: One line that reads on after the field's name.
        advice: What to do about it, or None.
    """

    field: str
    aspect: Aspect
    change: Change
    verdict: Verdict
    message: str
    advice: str | None = None

    def __str__(self) -> str:
        advice = "" if self.advice is None else f"; {self.advice}"
        return f"{self.field}: {self.message}{advice}"


def judge(field: str, aspect: Aspect, change: Change, message: str, advice: str | None) -> Reason:
    """Return a reason that breaks something if there is *advice*, and is safe otherwise."""
    return Reason(field, aspect, change, "safe" if advice is None else "breaking", message, advice)
