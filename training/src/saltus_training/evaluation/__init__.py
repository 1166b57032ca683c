"""Figures that say how good a fitted pipeline is, computed where the rows are."""

from saltus_training.evaluation.classification import (
    BinaryEvaluation,
    Confusion,
    evaluate_binary,
)
from saltus_training.evaluation.errors import EvaluationError
from saltus_training.evaluation.measure import Evaluation, Measure

__all__ = [
    "BinaryEvaluation",
    "Confusion",
    "Evaluation",
    "EvaluationError",
    "Measure",
    "evaluate_binary",
]
