"""How often each label met each prediction, and what follows from it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyspark.sql import functions as F

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyspark.sql import DataFrame


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """One class against all others; a share of nothing is 0.

    Attributes:
        support: Rows of this class.
        precision: Share of right ones among the rows predicted as this class.
        recall: Share of the rows of this class that were found.
        f1: Harmonic mean of both.
    """

    support: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class ConfusionMatrix:
    """Rows by label and prediction.

    Attributes:
        counts: Rows by label and prediction, both as class indices.
    """

    counts: Mapping[tuple[int, int], int]

    @property
    def classes(self) -> list[int]:
        """Every class that is a label or a prediction, in order."""
        return sorted({index for pair in self.counts for index in pair})

    @property
    def rows(self) -> int:
        """All rows."""
        return sum(self.counts.values())

    @property
    def accuracy(self) -> float:
        """Share of rows that were predicted rightly."""
        right = sum(count for (label, found), count in self.counts.items() if label == found)
        return ratio(right, self.rows)

    @property
    def majority(self) -> float:
        """Accuracy of always answering the most frequent label."""
        return ratio(max(self.supports().values(), default=0), self.rows)

    def supports(self) -> Counter[int]:
        """Rows by label."""
        return _sums((label, count) for (label, _), count in self.counts.items())

    def by_class(self) -> dict[int, ClassFigures]:
        """Precision, recall and F1 of each class."""
        supports = self.supports()
        predicted = _sums((found, count) for (_, found), count in self.counts.items())
        figures = {}
        for index in self.classes:
            hits, support = self.counts.get((index, index), 0), supports[index]
            figures[index] = ClassFigures(
                support=support,
                precision=ratio(hits, predicted[index]),
                recall=ratio(hits, support),
                f1=ratio(2 * hits, support + predicted[index]),
            )
        return figures

    def macro(self, figure: str) -> float:
        """The plain mean of a figure over the classes."""
        found: list[float] = [getattr(each, figure) for each in self.by_class().values()]
        return sum(found) / len(found) if found else 0.0

    def weighted(self, figure: str) -> float:
        """The mean of a figure over the classes, weighted by the rows of each."""
        figures = self.by_class().values()
        total: float = sum(getattr(each, figure) * each.support for each in figures)
        return ratio(total, self.rows)

    def table(self) -> list[list[int]]:
        """A row for each label, a column for each prediction, in the order of `classes`."""
        classes = self.classes
        return [[self.counts.get((label, found), 0) for found in classes] for label in classes]


def count_confusion(answers: DataFrame, label: str) -> ConfusionMatrix:
    """Counts rows by label and prediction; a row for each pair leaves the cluster."""
    pairs = answers.groupBy(F.col(label).cast("int"), F.col("prediction").cast("int")).count()
    return ConfusionMatrix({(row[0], row[1]): row[2] for row in pairs.collect()})


def ratio(part: float, whole: float) -> float:
    """A share; 0 of nothing."""
    return part / whole if whole else 0.0


def _sums(pairs: Iterable[tuple[int, int]]) -> Counter[int]:
    found: Counter[int] = Counter()
    for key, count in pairs:
        found[key] += count
    return found
