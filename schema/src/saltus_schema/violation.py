"""What is wrong, or suspicious, about one field of a row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

Code: TypeAlias = Literal[
    "duplicate_key",
    "invalid_json",
    "missing",
    "not_finite",
    "not_increasing",
    "null",
    "out_of_range",
    "unknown_field",
    "unseen_category",
    "wrong_size",
    "wrong_type",
]


@dataclass(frozen=True, slots=True)
class Violation:
    """One field of a row that was refused, or accepted with a warning."""

    field: Annotated[
        str, Field(description="Path, such as features.indices.2; empty for the whole row.")
    ]
    code: Annotated[Code, Field(description="Stable name of the problem.")]
    message: Annotated[str, Field(description="One line that reads on after the field's name.")]

    def __str__(self) -> str:
        return f"{self.field}: {self.message}" if self.field else self.message

    def within(self, *parents: str | int) -> Violation:
        """Move the field below *parents*: `within("rows", 3)` gives `rows.3.dep_hour`."""
        parts = [*map(str, parents), self.field]
        return replace(self, field=".".join(part for part in parts if part))
