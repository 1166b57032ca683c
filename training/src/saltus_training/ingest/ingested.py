"""Rows that were read, and those that were not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.sql import DataFrame

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


def part(judged: DataFrame, names: Sequence[str]) -> Ingested:
    """Parts rows by whether they have a reason to be kept aside.

    Args:
        judged: Typed columns `v0`, `v1`, ..., and `_file`, `_line`, `_record` and `_reason`.
        names: Those of the typed ones.
    """
    values = [f"v{index}" for index in range(len(names))]
    aside = [f"{name} as {name.removeprefix('_')}" for name in (FILE, LINE, RECORD, REASON)]
    return Ingested(
        accepted=judged.where(f"{REASON} is null").select(*values).toDF(*names),
        rejected=judged.where(f"{REASON} is not null").selectExpr(*aside),
    )


def file_name(uri: str) -> str:
    """Returns the last part of a file's URI as people know it."""
    return unquote(uri.rpartition("/")[2])


def _place(file: str | None, line: int | None) -> str:
    name = file_name(file or "")
    return f"{name}, line {line}" if line else name or "a row"
