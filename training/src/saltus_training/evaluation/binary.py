"""Evaluate a binary classifier without collecting its rows."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.sql import functions as F

from saltus_training.evaluation.confusion import ConfusionMatrix, ratio
from saltus_training.evaluation.errors import EvaluationError
from saltus_training.evaluation.histogram import ScoreHistogram, count_scores
from saltus_training.evaluation.log_loss import log_loss, probability_of
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
        return ratio(self.true_positive + self.true_negative, self.rows)

    @property
    def precision(self) -> float:
        """Share of right ones among the rows predicted as 1; 0 when there are none."""
        return ratio(self.true_positive, self.true_positive + self.false_positive)

    @property
    def recall(self) -> float:
        """Share of the rows of class 1 that were found."""
        return ratio(self.true_positive, self.positives)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        wrong = self.false_positive + self.false_negative
        return ratio(2 * self.true_positive, 2 * self.true_positive + wrong)

    def matrix(self) -> ConfusionMatrix:
        """The same counts by class."""
        return ConfusionMatrix(
            {
                (0, 0): self.true_negative,
                (0, 1): self.false_positive,
                (1, 0): self.false_negative,
                (1, 1): self.true_positive,
            }
        )


@dataclass(frozen=True, slots=True)
class BinaryEvaluation:
    """Figures of a binary classifier on rows that it has not seen.

    Attributes:
        confusion: Counts by label and prediction.
        area_under_roc: 0.5 is chance.
        area_under_pr: The base rate is chance.
        log_loss: The mean of -ln of the probability of what happened; `None` where the model
            gives no probability.
        histogram: Rows by probability; `None` as well.
    """

    confusion: Confusion
    area_under_roc: float
    area_under_pr: float
    log_loss: float | None = None
    histogram: ScoreHistogram | None = None

    @property
    def rows(self) -> int:
        """How many rows were evaluated."""
        return self.confusion.rows

    @property
    def base_rate(self) -> float:
        """Share of rows of class 1."""
        return ratio(self.confusion.positives, self.rows)

    @property
    def majority_accuracy(self) -> float:
        """Accuracy of always answering the more frequent class."""
        return max(self.base_rate, 1 - self.base_rate)

    def measures(self) -> tuple[Measure, ...]:
        """The figures, each beside the one of a model that learned nothing."""
        confusion, base_rate = self.confusion, self.base_rate
        loss = () if self.log_loss is None else (self.log_loss,)
        return (
            Measure("area under ROC", self.area_under_roc, 0.5, "chance"),
            Measure("area under PR", self.area_under_pr, base_rate, "base rate"),
            Measure("precision", confusion.precision, base_rate, "base rate"),
            Measure("recall", confusion.recall),
            Measure("F1", confusion.f1, 2 * base_rate / (1 + base_rate), "always 1"),
            Measure("accuracy", confusion.accuracy, self.majority_accuracy, "majority"),
            *(Measure("log loss", each, _entropy(base_rate), "base rate") for each in loss),
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
            **({} if self.log_loss is None else {"log_loss": self.log_loss}),
        }

    def curves(self) -> dict[str, Any]:
        """The confusion matrix, and the curves of a model that gives probabilities."""
        matrix = self.confusion.matrix()
        figures = {str(index): asdict(each) for index, each in matrix.by_class().items()}
        found: dict[str, Any] = {"confusion": matrix.table(), "classes": figures}
        if self.histogram is not None:
            found |= {
                "roc": self.histogram.roc(),
                "precision_recall": self.histogram.precision_recall(),
                "calibration": self.histogram.calibration(),
                "thresholds": self.histogram.thresholds(),
            }
        return found


def evaluate_binary(scored: DataFrame, label: str) -> BinaryEvaluation:
    """Evaluate what a binary classifier answered.

    Args:
        scored: Rows with the label, the columns `prediction` and `rawPrediction` and, where the
            model has it, `probability`.
        label: The column with the truth, 0 or 1.

    Returns:
        The figures. Only they leave the cluster, no row does.

    Raises:
        EvaluationError: No rows, or only one of the classes among them.
    """
    extra = [name for name in ("probability",) if name in scored.columns]
    answers = scored.select(label, "prediction", "rawPrediction", *extra).persist()
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
            log_loss=log_loss(answers, label) if extra else None,
            histogram=count_scores(answers, label, probability_of(F.lit(1))) if extra else None,
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


def _entropy(share: float) -> float:
    """The log loss of always answering the share of class 1."""
    return -sum(part * math.log(part) for part in (share, 1 - share) if part)
