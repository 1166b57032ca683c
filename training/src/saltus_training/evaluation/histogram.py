"""Scores of a binary classifier, counted by their size: every curve comes from one pass."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from pyspark.sql import functions as F

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

# A curve of a thousand points looks like one of a million.
BINS = 1_000
_CALIBRATION_BINS = 10
_THRESHOLDS = 20
MOST_POINTS = 250


@dataclass(frozen=True, slots=True)
class ScoreHistogram:
    """How many rows of each class have a probability of class 1 from `k / BINS` on.

    Attributes:
        positives: Rows of class 1 by bin.
        negatives: Rows of class 0 by bin.
        sums: The sum of their probabilities by bin.
    """

    positives: tuple[int, ...]
    negatives: tuple[int, ...]
    sums: tuple[float, ...]

    def at_least(self) -> list[tuple[int, int]]:
        """Rows of class 1 and of class 0 whose probability is `k / BINS` or more, by k."""
        found = (accumulate(reversed(counts)) for counts in (self.positives, self.negatives))
        return list(zip(*found, strict=True))[::-1]

    def roc(self, most: int = MOST_POINTS) -> list[Any]:
        """False positive rate and true positive rate, from (0, 0) to (1, 1)."""
        hits = self.at_least()
        positives, negatives = hits[0]
        points = [[fp / negatives, tp / positives] for tp, fp in reversed(hits)]
        return [[0.0, 0.0], *_without_repeats(points, most)]

    def precision_recall(self, most: int = MOST_POINTS) -> list[Any]:
        """Recall and precision, recall rising."""
        hits = self.at_least()
        points = [[tp / hits[0][0], tp / (tp + fp)] for tp, fp in reversed(hits) if tp + fp]
        return list(_without_repeats(points, most))

    def calibration(self) -> list[Any]:
        """By tenth of the probability: rows, mean probability, share of class 1."""
        width = BINS // _CALIBRATION_BINS
        table: list[Any] = []
        for start in range(0, BINS, width):
            # Probability 1 has a bin of its own, which belongs to the last tenth.
            part = slice(start, start + width + (start + width == BINS))
            positives = sum(self.positives[part])
            rows = positives + sum(self.negatives[part])
            if rows:
                mean = sum(self.sums[part]) / rows
                table.append({"rows": rows, "predicted": mean, "actual": positives / rows})
        return table

    def thresholds(self) -> list[Any]:
        """What answering 1 from a probability on gives, in steps of a twentieth."""
        hits = self.at_least()
        table: list[Any] = []
        for step in range(1, _THRESHOLDS):
            tp, fp = hits[step * BINS // _THRESHOLDS]
            table.append(
                {
                    "threshold": step / _THRESHOLDS,
                    "predicted": tp + fp,
                    "precision": tp / (tp + fp) if tp + fp else 0.0,
                    "recall": tp / hits[0][0],
                    "f1": 2 * tp / (tp + fp + hits[0][0]),
                }
            )
        return table


def count_scores(answers: DataFrame, label: str, probability: Column) -> ScoreHistogram:
    """Counts rows by label and probability of class 1; a row for each bin leaves the cluster."""
    is_one = F.col(label) == F.lit(1)
    counts = (
        answers.select(is_one.alias("positive"), probability.alias("score"))
        # The inner sum takes what is at the edge of a bin to the bin above, whatever its last bit.
        .groupBy(F.floor(F.col("score") * F.lit(BINS) + F.lit(1e-9)).alias("bin"))
        .agg(
            F.count_if(F.col("positive")).alias("positives"),
            F.count_if(~F.col("positive")).alias("negatives"),
            F.sum("score").alias("sum"),
        )
    )
    by_bin = {row["bin"]: row for row in counts.collect()}
    filled = [by_bin.get(index) for index in range(BINS + 1)]
    return ScoreHistogram(
        positives=tuple(row["positives"] if row else 0 for row in filled),
        negatives=tuple(row["negatives"] if row else 0 for row in filled),
        sums=tuple(row["sum"] if row else 0.0 for row in filled),
    )


def _without_repeats(points: list[list[float]], most: int) -> list[Any]:
    """Fewer points where more would not be seen; the last one stays."""
    distinct = [list(point) for point in dict.fromkeys(map(tuple, points))]
    step = -(-len(distinct) // most)
    return [*distinct[:-1:step], distinct[-1]]
