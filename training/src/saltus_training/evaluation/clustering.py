"""Evaluate clusters without collecting their rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pyspark.ml.evaluation import ClusteringEvaluator

from saltus_training.evaluation.errors import EvaluationError
from saltus_training.evaluation.measure import Measure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyspark.sql import DataFrame


@dataclass(frozen=True, slots=True)
class ClusteringEvaluation:
    """Figures of a clustering on rows that it has not seen.

    Attributes:
        silhouette: Mean over the rows, -1 to 1, with the squared Euclidean distance; near 0 the
            clusters overlap.
        sizes: Rows by cluster.
        silhouettes: What a search found, by number of clusters.
    """

    silhouette: float
    sizes: Mapping[int, int]
    silhouettes: Mapping[int, float] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows were evaluated."""
        return sum(self.sizes.values())

    def measures(self) -> tuple[Measure, ...]:
        """The figures, each beside the one of clusters that mean nothing."""
        return (
            Measure("silhouette", self.silhouette, 0.0, "overlap"),
            Measure("clusters", len(self.sizes)),
            Measure("smallest cluster", min(self.sizes.values()) / self.rows),
            Measure("largest cluster", max(self.sizes.values()) / self.rows),
        )

    def to_dict(self) -> dict[str, float]:
        """The figures for a model card."""
        return {
            "rows": self.rows,
            "silhouette": self.silhouette,
            "clusters": len(self.sizes),
            **{f"silhouette_{k}": value for k, value in self.silhouettes.items()},
        }

    def curves(self) -> dict[str, Any]:
        """Rows by cluster, and what a search found."""
        return {
            "sizes": {str(cluster): count for cluster, count in self.sizes.items()},
            "silhouettes": {str(k): value for k, value in self.silhouettes.items()},
        }


def evaluate_clustering(
    scored: DataFrame,
    features: str = "features",
    silhouettes: Mapping[int, float] | None = None,
) -> ClusteringEvaluation:
    """Evaluate the clusters that rows were put into.

    Args:
        scored: Rows with the features and the column `prediction`.
        features: The vector that the clusters were found in.
        silhouettes: What a search found, by number of clusters, to be kept with the figures.

    Returns:
        The figures. Only they leave the cluster, no row does.

    Raises:
        EvaluationError: The rows are in fewer than two clusters.
    """
    answers = scored.select(features, "prediction").persist()
    try:
        sizes = {row[0]: row[1] for row in answers.groupBy("prediction").count().collect()}
        if len(sizes) < 2:
            raise EvaluationError("prediction", sum(sizes.values()), "fewer than two clusters")
        evaluator = ClusteringEvaluator(featuresCol=features)
        return ClusteringEvaluation(
            evaluator.evaluate(answers), dict(sorted(sizes.items())), dict(silhouettes or {})
        )
    finally:
        answers.unpersist()
