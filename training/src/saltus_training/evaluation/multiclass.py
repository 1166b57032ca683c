"""Evaluate a classifier of any number of classes without collecting its rows."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.sql import functions as F

from saltus_training.evaluation.confusion import ConfusionMatrix, count_confusion
from saltus_training.evaluation.errors import EvaluationError
from saltus_training.evaluation.histogram import MOST_POINTS, ScoreHistogram, count_scores
from saltus_training.evaluation.log_loss import log_loss, probability_of
from saltus_training.evaluation.measure import Measure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyspark.sql import DataFrame

# Each area sorts all scores once more.
MOST_AREAS = 20
_FEWEST_POINTS = 40

_Area = Literal["areaUnderROC", "areaUnderPR"]


@dataclass(frozen=True, slots=True)
class MulticlassEvaluation:
    """Figures of a classifier on rows that it has not seen.

    Attributes:
        confusion: Counts by label and prediction.
        log_loss: The mean of -ln of the probability of what happened; `None` where the model
            gives no probability.
        areas_under_roc: Of each class against all others, by class.
        areas_under_pr: The same for precision and recall.
        histograms: Rows by probability of each class, by class.
    """

    confusion: ConfusionMatrix
    log_loss: float | None
    areas_under_roc: Mapping[int, float]
    areas_under_pr: Mapping[int, float]
    histograms: Mapping[int, ScoreHistogram] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows were evaluated."""
        return self.confusion.rows

    def measures(self) -> tuple[Measure, ...]:
        """The figures, each beside the one of a model that learned nothing."""
        confusion = self.confusion
        measures = [
            Measure("accuracy", confusion.accuracy, confusion.majority, "majority"),
            Measure("F1, macro", confusion.macro("f1")),
            Measure("F1, weighted", confusion.weighted("f1")),
            Measure("precision, macro", confusion.macro("precision")),
            Measure("recall, macro", confusion.macro("recall"), 1 / len(confusion.classes), "any"),
        ]
        if self.areas_under_roc:
            measures.append(Measure("area under ROC, macro", _mean(self.areas_under_roc), 0.5))
        if self.log_loss is not None:
            measures.append(Measure("log loss", self.log_loss, self._entropy(), "base rates"))
        return tuple(measures)

    def to_dict(self) -> dict[str, float]:
        """The figures for a model card."""
        found: dict[str, float] = {
            "rows": self.rows,
            "accuracy": self.confusion.accuracy,
            "majority_accuracy": self.confusion.majority,
        }
        for figure in ("precision", "recall", "f1"):
            found[f"{figure}_macro"] = self.confusion.macro(figure)
            found[f"{figure}_weighted"] = self.confusion.weighted(figure)
        if self.areas_under_roc:
            found["area_under_roc_macro"] = _mean(self.areas_under_roc)
            found["area_under_pr_macro"] = _mean(self.areas_under_pr)
        if self.log_loss is not None:
            found["log_loss"] = self.log_loss
        return found

    def curves(self) -> dict[str, Any]:
        """The confusion matrix, the figures of each class, and its curves against the others."""
        by_class = self.confusion.by_class()
        figures: dict[str, Any] = {str(index): asdict(each) for index, each in by_class.items()}
        for index, area in self.areas_under_roc.items():
            figures[str(index)]["area_under_roc"] = area
        found = {"confusion": self.confusion.table(), "classes": figures}
        if not self.histograms:
            return found
        most = max(MOST_POINTS // len(self.histograms), _FEWEST_POINTS)
        counted = {str(index): each for index, each in self.histograms.items()}
        return found | {
            "roc": {index: each.roc(most) for index, each in counted.items()},
            "precision_recall": {
                index: each.precision_recall(most) for index, each in counted.items()
            },
            "calibration": {index: each.calibration() for index, each in counted.items()},
        }

    def _entropy(self) -> float:
        shares = (count / self.rows for count in self.confusion.supports().values())
        return -sum(share * math.log(share) for share in shares if share)


def evaluate_multiclass(scored: DataFrame, label: str) -> MulticlassEvaluation:
    """Evaluate what a classifier answered.

    Args:
        scored: Rows with the label, a class index, the column `prediction` and, where the model
            has it, `probability`.
        label: The column with the truth.

    Returns:
        The figures. Only they leave the cluster, no row does.

    Raises:
        EvaluationError: No rows, or only one of the classes among them.
    """
    extra = [name for name in ("probability",) if name in scored.columns]
    answers = scored.select(label, "prediction", *extra).persist()
    try:
        confusion = count_confusion(answers, label)
        labels = [index for index, count in sorted(confusion.supports().items()) if count]
        if len(labels) < 2:
            raise EvaluationError(label, confusion.rows, "fewer than two classes")
        areas: dict[_Area, dict[int, float]] = {"areaUnderROC": {}, "areaUnderPR": {}}
        histograms: dict[int, ScoreHistogram] = {}
        for index in labels if extra and len(labels) <= MOST_AREAS else ():
            one = answers.select(
                (F.col(label) == F.lit(index)).cast("double").alias("one"),
                probability_of(F.lit(index)).alias("rawPrediction"),
            )
            histograms[index] = count_scores(one, "one", F.col("rawPrediction"))
            for metric, found in areas.items():
                evaluator = BinaryClassificationEvaluator(
                    labelCol="one", metricName=metric, numBins=0
                )
                found[index] = evaluator.evaluate(one)
        return MulticlassEvaluation(
            confusion,
            log_loss(answers, label) if extra else None,
            areas["areaUnderROC"],
            areas["areaUnderPR"],
            histograms,
        )
    finally:
        answers.unpersist()


def _mean(areas: Mapping[int, float]) -> float:
    return sum(areas.values()) / len(areas)
