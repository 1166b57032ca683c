"""What a check found."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from rich.table import Table

if TYPE_CHECKING:
    from saltus_schema.violation import Code

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a field breaks one rule.

    Attributes:
        field: The field's name; empty for a row as a whole.
        code: The rule, by the codes that the request model has; `invalid_csv` is a record
            that is none.
        severity: Whether such a row is refused, or accepted with a warning.
        rows: In how many rows.
        examples: Up to three of the values, as text.
    """

    field: str
    code: Code | Literal["invalid_csv"]
    severity: Severity
    rows: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QualityReport:
    """What a schema says about a set of rows.

    Attributes:
        rows: How many rows there are.
        rejected: How many of them a field refuses.
        counts: The rules that were broken, in the order of the schema's fields.
    """

    rows: int
    rejected: int
    counts: tuple[RuleCount, ...]

    @property
    def accepted(self) -> int:
        """How many rows the schema accepts."""
        return self.rows - self.rejected

    @property
    def passed(self) -> bool:
        """Whether no row is refused."""
        return not self.rejected

    def to_dict(self) -> dict[str, Any]:
        """Returns all of it as JSON has it."""
        counts = [asdict(count) | {"examples": list(count.examples)} for count in self.counts]
        return {
            "saltus_quality": 1,
            "passed": self.passed,
            "rows": self.rows,
            "accepted": self.accepted,
            "rejected": self.rejected,
            "violations": counts,
        }

    def table(self) -> Table:
        """Returns a line for each rule that was broken."""
        title = f"{self.accepted:,} of {self.rows:,} rows are accepted"
        table = Table(title=title, title_justify="left")
        for name in ("field", "rule", "severity"):
            table.add_column(name)
        table.add_column("rows", justify="right")
        table.add_column("such as")
        for count in self.counts:
            examples = ", ".join(count.examples)
            name = count.field or "(row)"
            table.add_row(name, count.code, count.severity, f"{count.rows:,}", examples)
        return table
