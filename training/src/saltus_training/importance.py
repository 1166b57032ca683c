"""Which features a fitted model listens to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyspark.ml import PipelineModel
from pyspark.ml.stat import Summarizer
from pyspark.sql import functions as F

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import DataFrame

MOST_FEATURES = 30


def feature_importance(model: PipelineModel, scored: DataFrame) -> dict[str, float]:
    """The features that move the answer most, the strongest first.

    For trees it is Spark's own importance, which adds up to 1 over all features; for linear models
    the size of the coefficient times the standard deviation of its feature, summed over classes.

    Args:
        model: A fitted pipeline.
        scored: Rows that it has scored.

    Returns:
        By feature, as the vector assembler names it; empty for a model of another kind.
    """
    predictors = [stage for stage in _flat(model) if stage.hasParam("predictionCol")]
    if not (predictors and predictors[-1].hasParam("featuresCol")):
        return {}
    last = predictors[-1]
    features = last.getOrDefault("featuresCol")
    weights = _weights(last, scored, features)
    if weights is None:
        return {}
    names = _names(scored, features, len(weights))
    ranked = sorted(zip(names, weights, strict=True), key=lambda pair: (-pair[1], pair[0]))
    return {name: weight for name, weight in ranked[:MOST_FEATURES] if weight > 0}


def _flat(model: PipelineModel) -> Iterator[Any]:
    """The stages in order; an estimator may have fitted a pipeline."""
    for stage in model.stages:
        if isinstance(stage, PipelineModel):
            yield from _flat(stage)
        else:
            yield stage


def _weights(model: Any, scored: DataFrame, features: str) -> list[float] | None:
    if hasattr(model, "featureImportances"):
        return [float(value) for value in model.featureImportances.toArray()]
    if hasattr(model, "coefficientMatrix"):
        sizes = abs(model.coefficientMatrix.toArray()).sum(axis=0)
    elif hasattr(model, "coefficients"):
        sizes = abs(model.coefficients.toArray())
    else:
        return None
    (row,) = scored.select(Summarizer.std(F.col(features))).collect()
    return [float(value) for value in sizes * row[0].toArray()]


def _names(scored: DataFrame, features: str, size: int) -> list[str]:
    metadata = scored.schema[features].metadata.get("ml_attr", {})
    names = [f"{features}[{index}]" for index in range(size)]
    for group in metadata.get("attrs", {}).values():
        for attribute in group:
            names[attribute["idx"]] = attribute.get("name", names[attribute["idx"]])
    return names
