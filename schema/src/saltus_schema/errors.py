"""Errors of this package.

ValueError
├── SchemaError      a declaration contradicts itself or cannot be read
├── ColumnError      columns cannot be a model's inputs, whatever their rows hold
└── RowError         a row is not one the schema accepts
    └── JsonError    the text is not JSON that has one clear meaning
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_schema.wording import show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saltus_schema.violation import Violation


class SchemaError(ValueError):
    """A declaration contradicts itself or cannot be read.

    Attributes:
        problem: What is wrong.
        hint: What to do about it, or None.
        field: Name of the input or output concerned, or None.
    """

    def __init__(self, problem: str, hint: str | None = None, field: str | None = None) -> None:
        super().__init__(problem, hint, field)
        self.problem = problem
        self.hint = hint
        self.field = field

    def __str__(self) -> str:
        subject = "" if self.field is None else f"{show(self.field)}: "
        advice = "" if self.hint is None else f"; {self.hint}"
        return f"{subject}{self.problem}{advice}"


class ColumnError(ValueError):
    """Columns cannot be a model's inputs, whatever their rows hold."""


class RowError(ValueError):
    """A row is not one the schema accepts.

    Attributes:
        violations: At least one, at most one per field.
    """

    def __init__(self, violations: Sequence[Violation]) -> None:
        super().__init__(violations)
        self.violations = list(violations)

    def __str__(self) -> str:
        return "; ".join(map(str, self.violations))


class JsonError(RowError):
    """The text is not JSON that has one clear meaning."""
