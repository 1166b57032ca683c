"""Figures that say how good a fitted pipeline is, computed where the rows are."""

from saltus_training.evaluation.binary import BinaryEvaluation, Confusion, evaluate_binary
from saltus_training.evaluation.clustering import ClusteringEvaluation, evaluate_clustering
from saltus_training.evaluation.confusion import ConfusionMatrix
from saltus_training.evaluation.errors import EvaluationError
from saltus_training.evaluation.measure import Evaluation, Measure
from saltus_training.evaluation.multiclass import MulticlassEvaluation, evaluate_multiclass
from saltus_training.evaluation.recommendation import (
    RankingEvaluation,
    RecommendationEvaluation,
    evaluate_ranking,
    evaluate_ratings,
)
from saltus_training.evaluation.regression import RegressionEvaluation, evaluate_regression

__all__ = [
    "BinaryEvaluation",
    "ClusteringEvaluation",
    "Confusion",
    "ConfusionMatrix",
    "Evaluation",
    "EvaluationError",
    "Measure",
    "MulticlassEvaluation",
    "RankingEvaluation",
    "RecommendationEvaluation",
    "RegressionEvaluation",
    "evaluate_binary",
    "evaluate_clustering",
    "evaluate_multiclass",
    "evaluate_ranking",
    "evaluate_ratings",
    "evaluate_regression",
]
