"""Evaluate a binary classifier without collecting its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.sql import functions as F

from saltus_training.evaluation.errors import EvaluationError
from saltus_training.evaluation.measure import Measure

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

# 0 keeps every distinct score as a threshold: the exact area, at the price of sorting the scores.
_EXACT = 0


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often each label met each prediction; positive is class 1."""

    true_positive: int
    false_positive: int
    true_negative: int
    false_negative: int

    @property
    def rows(self) -> int:
        """All rows."""
        return self.positives + self.negatives

    @property
    def positives(self) -> int:
        """Rows of class 1."""
        return self.true_positive + self.false_negative

    @property
    def negatives(self) -> int:
        """Rows of class 0."""
        return self.true_negative + self.false_positive

    @property
    def accuracy(self) -> float:
        """Share of rows that were predicted rightly."""
        return _ratio(self.true_positive + self.true_negative, self.rows)

    @property
    def precision(self) -> float:
        """Share of right ones among the rows predicted as 1; 0 when there are none."""
        return _ratio(self.true_positive, self.true_positive + self.false_positive)

    @property
    def recall(self) -> float:
        """Share of the rows of class 1 that were found."""
        return _ratio(self.true_positive, self.positives)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        wrong = self.false_positive + self.false_negative
        return _ratio(2 * self.true_positive, 2 * self.true_positive + wrong)


@dataclass(frozen=True, slots=True)
class BinaryEvaluation:
    """Figures of a binary classifier on rows that it has not seen.

    Attributes:
        confusion: Counts by label and prediction.
        area_under_roc: 0.5 is chance.
        area_under_pr: The base rate is chance.
    """

    confusion: Confusion
    area_under_roc: float
    area_under_pr: float

    @property
    def rows(self) -> int:
        """How many rows were evaluated."""
        return self.confusion.rows

    @property
    def base_rate(self) -> float:
        """Share of rows of class 1."""
        return _ratio(self.confusion.positives, self.rows)

    @property
    def majority_accuracy(self) -> float:
        """Accuracy of always answering the more frequent class."""
        return max(self.base_rate, 1 - self.base_rate)

    def measures(self) -> tuple[Measure, ...]:
        """The figures, each beside the one of a model that learned nothing."""
        confusion, base_rate = self.confusion, self.base_rate
        return (
            Measure("area under ROC", self.area_under_roc, 0.5, "chance"),
            Measure("area under PR", self.area_under_pr, base_rate, "base rate"),
            Measure("precision", confusion.precision, base_rate, "base rate"),
            Measure("recall", confusion.recall),
            Measure("F1", confusion.f1, 2 * base_rate / (1 + base_rate), "always 1"),
            Measure("accuracy", confusion.accuracy, self.majority_accuracy, "majority"),
        )

    def to_dict(self) -> dict[str, float]:
        """The figures for a model card: plain names, counts as integers."""
        confusion = self.confusion
        return {
            "rows": self.rows,
            "base_rate": self.base_rate,
            "majority_accuracy": self.majority_accuracy,
            "area_under_roc": self.area_under_roc,
            "area_under_pr": self.area_under_pr,
            "precision": confusion.precision,
            "recall": confusion.recall,
            "f1": confusion.f1,
            "accuracy": confusion.accuracy,
            "true_positive": confusion.true_positive,
            "false_positive": confusion.false_positive,
            "true_negative": confusion.true_negative,
            "false_negative": confusion.false_negative,
        }


def evaluate_binary(scored: DataFrame, label: str) -> BinaryEvaluation:
    """Evaluate what a binary classifier answered.

    Args:
        scored: Rows with the label and the columns `prediction` and `rawPrediction`.
        label: The column with the truth, 0 or 1.

    Returns:
        The figures. Only they leave the cluster, no row does.

    Raises:
        EvaluationError: No rows, or only one of the classes among them.
    """
    answers = scored.select(label, "prediction", "rawPrediction").persist()
    try:
        confusion = _count(answers, label)
        for value, count in ((1, confusion.positives), (0, confusion.negatives)):
            if count == 0:
                raise EvaluationError(label, confusion.rows, f"none of class {value}")
        evaluator = BinaryClassificationEvaluator(labelCol=label, numBins=_EXACT)
        return BinaryEvaluation(
            confusion,
            area_under_roc=evaluator.setMetricName("areaUnderROC").evaluate(answers),
            area_under_pr=evaluator.setMetricName("areaUnderPR").evaluate(answers),
        )
    finally:
        answers.unpersist()


def _count(answers: DataFrame, label: str) -> Confusion:
    truth, prediction = F.col(label) == F.lit(1), F.col("prediction") == F.lit(1)
    counts = answers.select(
        F.count_if(truth & prediction).alias("true_positive"),
        F.count_if(~truth & prediction).alias("false_positive"),
        F.count_if(~truth & ~prediction).alias("true_negative"),
        F.count_if(truth & ~prediction).alias("false_negative"),
    )
    # An aggregate without groups has exactly one row.
    return Confusion(**counts.collect()[0].asDict())


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
