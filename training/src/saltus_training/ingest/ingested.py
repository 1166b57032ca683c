"""Rows that were read, and those that were not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyspark.sql import functions as F

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

FILE = "_file"
LINE = "_line"
RECORD = "_record"
REASON = "_reason"

_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Ingested:
    """The outcome of reading one source.

    Attributes:
        accepted: Rows with the declared columns and types.
        rejected: The other records, each with `file`, `line` (from 1; null where the format has
            no lines), `record` as it was found, and `reason`.
    """

    accepted: DataFrame
    rejected: DataFrame

    def count_rejected(self) -> int:
        """How many records were kept aside."""
        return self.rejected.count()

    def examples(self) -> list[str]:
        """The first few records that were kept aside, for people: where, and why."""
        first = self.rejected.orderBy("file", "line").limit(_EXAMPLES).collect()
        return [f"{_place(row['file'], row['line'])}: {row['reason']}" for row in first]


def part(judged: DataFrame, columns: list[str]) -> Ingested:
    """Parts rows by whether they have a reason to be kept aside.

    Args:
        judged: Typed columns, then `_file`, `_line`, `_record` and `_reason`.
        columns: The typed ones.
    """
    fits = F.isnull(REASON)
    aside: list[Column] = [
        F.col(name).alias(name.removeprefix("_")) for name in (FILE, LINE, RECORD, REASON)
    ]
    return Ingested(
        accepted=judged.where(fits).select(*[F.col(f"`{name}`") for name in columns]),
        rejected=judged.where(~fits).select(*aside),
    )


def _place(file: str | None, line: int | None) -> str:
    name = (file or "").rpartition("/")[2]
    return f"{name}, line {line}" if line else name or "a row"
