"""What a report is made of: figures and tables, each of which a bundle may lack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from saltus_training.model_report.content import Content


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its words.

    Attributes:
        uri: The picture as a `data:` URI.
        says: What it shows, in figures, for those who cannot see it.
        note: How it is read.
    """

    uri: str
    says: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts.

    Attributes:
        header: Names of the columns.
        rows: The first cell of each names the row.
        note: How it is read.
    """

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report.

    Attributes:
        key: Of the evaluation in the model card, or of what else it is made from.
        title: Its heading.
        tasks: The tasks whose reports lack something without it; empty for none.
        make: Makes it, or `None` where the bundle does not have what it takes.
    """

    key: str
    title: str
    tasks: frozenset[str]
    make: Callable[[Content], Figure | Table | None]
