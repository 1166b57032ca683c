"""Evaluate recommendations without collecting the ratings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pyspark.ml.evaluation import RankingEvaluator
from pyspark.sql import functions as F

from saltus_training.evaluation.errors import EvaluationError
from saltus_training.evaluation.measure import Measure
from saltus_training.evaluation.regression import evaluate_regression

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from saltus_training.evaluation.regression import RegressionEvaluation

_Metric = Literal["precisionAtK", "recallAtK", "ndcgAtK", "meanAveragePrecisionAtK"]
_METRICS: dict[str, _Metric] = {
    "precision": "precisionAtK",
    "recall": "recallAtK",
    "ndcg": "ndcgAtK",
    "map": "meanAveragePrecisionAtK",
}


@dataclass(frozen=True, slots=True)
class RankingEvaluation:
    """Figures of lists of recommended items.

    Attributes:
        k: How many items of each list count.
        users: How many lists were judged: users with at least one item that is right for them.
        precision: Share of right ones among the first k.
        recall: Share of the right ones that are among the first k.
        ndcg: Normalized discounted cumulative gain of the first k, each item right or not.
        map: Mean average precision of the first k.
        coverage: Share of all items that are among somebody's first k.
    """

    k: int
    users: int
    precision: float
    recall: float
    ndcg: float
    map: float
    coverage: float


@dataclass(frozen=True, slots=True)
class RecommendationEvaluation:
    """Figures of a recommender on ratings that it has not seen.

    Attributes:
        ratings: Figures of the predicted ratings, where there is a prediction.
        cold_start: Share of the ratings whose user or item is new.
        ranking: Figures of the recommended items.
    """

    ratings: RegressionEvaluation
    cold_start: float
    ranking: RankingEvaluation

    @property
    def rows(self) -> int:
        """How many ratings were evaluated."""
        return self.ratings.rows

    def measures(self) -> tuple[Measure, ...]:
        """The figures, each beside the one of a model that learned nothing."""
        ranking, ratings = self.ranking, self.ratings
        return (
            Measure("RMSE", ratings.rmse, ratings.deviation, "mean rating"),
            Measure("MAE", ratings.mae),
            Measure("cold start", self.cold_start),
            Measure(f"precision at {ranking.k}", ranking.precision),
            Measure(f"recall at {ranking.k}", ranking.recall),
            Measure(f"NDCG at {ranking.k}", ranking.ndcg),
            Measure(f"MAP at {ranking.k}", ranking.map),
            Measure("coverage", ranking.coverage),
        )

    def to_dict(self) -> dict[str, float]:
        """The figures for a model card."""
        ranking = self.ranking
        return {
            **self.ratings.to_dict(),
            "cold_start": self.cold_start,
            "users": ranking.users,
            f"precision_at_{ranking.k}": ranking.precision,
            f"recall_at_{ranking.k}": ranking.recall,
            f"ndcg_at_{ranking.k}": ranking.ndcg,
            f"map_at_{ranking.k}": ranking.map,
            "coverage": ranking.coverage,
        }

    def curves(self) -> dict[str, Any]:
        """Residuals by predicted rating."""
        return self.ratings.curves()


def evaluate_ranking(
    ranked: DataFrame, relevant: DataFrame, k: int, items: int
) -> RankingEvaluation:
    """Judges lists of recommended items.

    Args:
        ranked: `user` and `ranked`, an array of items, the best first.
        relevant: `user` and `relevant`, an array of the items that are right for them.
        k: How many items of each list count.
        items: How many items could be recommended.

    Returns:
        The figures, over the users that both frames have.

    Raises:
        EvaluationError: Both have no user in common.
    """
    as_doubles = [
        F.transform(name, lambda item: item.cast("double")).alias(name)
        for name in ("ranked", "relevant")
    ]
    lists = ranked.join(relevant, "user").select(*as_doubles).persist()
    try:
        shown = lists.select(F.explode(F.slice("ranked", 1, k)).alias("item"))
        (counts,) = shown.select(F.count_distinct("item")).collect()
        users = lists.count()
        if not users:
            raise EvaluationError("relevant", 0, "no user with an item that is right for them")
        evaluator = RankingEvaluator(predictionCol="ranked", labelCol="relevant", k=k)
        figures = {
            name: evaluator.setMetricName(metric).evaluate(lists)
            for name, metric in _METRICS.items()
        }
        return RankingEvaluation(k=k, users=users, coverage=counts[0] / items, **figures)
    finally:
        lists.unpersist()


def evaluate_ratings(
    scored: DataFrame, rating: str, factors: str = "prediction"
) -> tuple[RegressionEvaluation, float]:
    """Judges predicted ratings.

    Args:
        scored: Rows with the rating and `prediction`.
        rating: The column with the truth.
        factors: A column that is NaN where the user or the item is new.

    Returns:
        The figures where there is a prediction, and the share of ratings whose user or item is new.

    Raises:
        EvaluationError: There is no prediction at all.
    """
    (counts,) = scored.select(
        F.count(F.lit(1)).alias("rows"), F.count_if(F.isnan(factors)).alias("new")
    ).collect()
    known = scored.where(~F.isnan("prediction"))
    return evaluate_regression(known, rating), counts["new"] / counts["rows"]
