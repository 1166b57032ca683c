"""Evaluate a regression without collecting its rows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyspark.sql import functions as F

from saltus_training.evaluation.errors import EvaluationError
from saltus_training.evaluation.measure import Measure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyspark.sql import DataFrame

QUANTILES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
_ACCURACY = 10_000
_BINS = 30


@dataclass(frozen=True, slots=True)
class RegressionEvaluation:
    """Figures of a regression on rows that it has not seen, in the unit of the label.

    Attributes:
        rows: How many rows were evaluated.
        rmse: Root of the mean squared error.
        mae: Mean absolute error.
        r2: Share of the label's variance that is explained; 0 is always answering the mean.
        deviation: The error of always answering the mean of these rows.
        residual_quantiles: Of label minus prediction, by probability.
        residuals: By prediction, in bins of equal width: rows, mean prediction, mean residual
            and root of the mean squared residual.
    """

    rows: int
    rmse: float
    mae: float
    r2: float
    deviation: float
    residual_quantiles: Mapping[float, float]
    residuals: tuple[Mapping[str, float], ...] = ()

    def measures(self) -> tuple[Measure, ...]:
        """The figures, each beside the one of a model that learned nothing."""
        return (
            Measure("RMSE", self.rmse, self.deviation, "mean"),
            Measure("MAE", self.mae),
            Measure("R²", self.r2, 0.0, "mean"),
            Measure("residual, median", self.residual_quantiles[0.5]),
            Measure("residual, 5 %", self.residual_quantiles[0.05]),
            Measure("residual, 95 %", self.residual_quantiles[0.95]),
        )

    def to_dict(self) -> dict[str, float]:
        """The figures for a model card."""
        return {
            "rows": self.rows,
            "rmse": self.rmse,
            "mae": self.mae,
            "r2": self.r2,
            "rmse_of_mean": self.deviation,
            **{f"residual_{100 * q:g}%": value for q, value in self.residual_quantiles.items()},
        }

    def curves(self) -> dict[str, Any]:
        """Residuals by prediction, and their quantiles."""
        return {
            "residuals": [dict(each) for each in self.residuals],
            "residual_quantiles": {str(q): value for q, value in self.residual_quantiles.items()},
        }


def evaluate_regression(scored: DataFrame, label: str) -> RegressionEvaluation:
    """Evaluate what a regression answered.

    Args:
        scored: Rows with the label and the column `prediction`.
        label: The column with the truth.

    Returns:
        The figures. Only they leave the cluster, no row does.

    Raises:
        EvaluationError: No rows, or a label or prediction that is missing.
    """
    residual = F.col(label) - F.col("prediction")
    answers = scored.select(
        F.col(label).cast("double").alias("label"),
        F.col("prediction").alias("prediction"),
        residual.alias("residual"),
    ).persist()
    try:
        (found,) = answers.select(
            F.count(F.lit(1)).alias("rows"),
            F.count_if(F.isnull("residual") | F.isnan("residual")).alias("unknown"),
            F.avg(F.col("residual") ** 2).alias("squared"),
            F.avg(F.abs("residual")).alias("absolute"),
            F.stddev_pop("label").alias("deviation"),
            F.min("prediction").alias("lowest"),
            F.max("prediction").alias("highest"),
            F.percentile_approx("residual", list(QUANTILES), _ACCURACY).alias("quantiles"),
        ).collect()
        if not found["rows"] or found["unknown"]:
            reason = f"{found['unknown']:,} without label or prediction"
            raise EvaluationError(label, found["rows"], reason if found["rows"] else "none")
        variance = found["deviation"] ** 2
        return RegressionEvaluation(
            rows=found["rows"],
            rmse=math.sqrt(found["squared"]),
            mae=found["absolute"],
            r2=1 - found["squared"] / variance if variance else 0.0,
            deviation=found["deviation"],
            residual_quantiles=dict(zip(QUANTILES, found["quantiles"], strict=True)),
            residuals=_binned(answers, found["lowest"], found["highest"]),
        )
    finally:
        answers.unpersist()


def _binned(answers: DataFrame, lowest: float, highest: float) -> tuple[Mapping[str, float], ...]:
    width = (highest - lowest) / _BINS or 1.0
    position = F.least(
        F.floor((F.col("prediction") - F.lit(lowest)) / F.lit(width)), F.lit(_BINS - 1)
    )
    bins = answers.groupBy(position.alias("bin")).agg(
        F.count(F.lit(1)).alias("rows"),
        F.avg("prediction").alias("prediction"),
        F.avg("residual").alias("residual"),
        F.sqrt(F.avg(F.col("residual") ** 2)).alias("rmse"),
    )
    return tuple(
        {name: row[name] for name in ("rows", "prediction", "residual", "rmse")}
        for row in sorted(bins.collect(), key=lambda row: row["bin"])
    )
