"""The estimators that are sensible for a task, and what is tried of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from saltus_training.fit.plan import FitTask


@dataclass(frozen=True, slots=True)
class Estimator:
    """A kind of model, as a recipe writes it.

    Attributes:
        name: Of the pipeline.
        title: For people.
        call: How it is made, without the label.
        grid: The sets of parameters to try.
    """

    name: str
    title: str
    call: str
    grid: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Judgement:
    """How models of a task are compared.

    Attributes:
        evaluate: The function of `saltus_training.evaluation`.
        figure: The figure, for people.
        score: Its attribute of the evaluation.
        larger: Whether more of it is better.
    """

    evaluate: str
    figure: str
    score: str
    larger: bool


_TREES = "maxDepth=8, numTrees=40, minInstancesPerNode=5, seed=1"
_BOOST = "maxDepth=4, maxIter=40, seed=1"
_LINEAR = [{"regParam": 0.001}, {"regParam": 0.1}]
_AS_IT_IS: list[dict[str, Any]] = [{}]

_LOGISTIC = Estimator(
    "logistic_regression", "A logistic regression", "LogisticRegression(maxIter=50", _LINEAR
)
_FOREST = Estimator(
    "random_forest", "A random forest", f"RandomForestClassifier({_TREES}", _AS_IT_IS
)

ESTIMATORS: dict[FitTask, tuple[Estimator, ...]] = {
    "binary_classification": (
        _LOGISTIC,
        _FOREST,
        Estimator("gradient_boosting", "Boosted trees", f"GBTClassifier({_BOOST}", _AS_IT_IS),
    ),
    "multiclass_classification": (_LOGISTIC, _FOREST),
    "regression": (
        Estimator("linear_regression", "An elastic net", "LinearRegression(maxIter=50", _LINEAR),
        Estimator("random_forest", "A random forest", f"RandomForestRegressor({_TREES}", _AS_IT_IS),
        Estimator("gradient_boosting", "Boosted trees", f"GBTRegressor({_BOOST}", _AS_IT_IS),
    ),
}

JUDGEMENTS: dict[FitTask, Judgement] = {
    "binary_classification": Judgement(
        "evaluate_binary", "area under ROC", "area_under_roc", larger=True
    ),
    "multiclass_classification": Judgement(
        "evaluate_multiclass", "accuracy", "confusion.accuracy", larger=True
    ),
    "regression": Judgement("evaluate_regression", "RMSE", "rmse", larger=False),
}
