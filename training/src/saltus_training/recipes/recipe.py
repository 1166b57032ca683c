"""What a recipe is: a data set, the pipelines that learn from it, and how they are judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pyspark.ml import Pipeline, PipelineModel
    from pyspark.sql import DataFrame, SparkSession
    from saltus_schema import FeatureSchema

    from saltus_training.evaluation import Evaluation
    from saltus_training.splits import Split

Task: TypeAlias = Literal[
    "binary_classification",
    "multiclass_classification",
    "regression",
    "clustering",
    "recommendation",
]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One set of parameters that a search has tried.

    Attributes:
        settings: Parameters as `--set` takes them.
        score: The mean of the search's figure over the folds.
    """

    settings: Mapping[str, Any]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Parameters to choose from by cross-validation on the rows that are trained on.

    Attributes:
        grids: For each pipeline, by name, the sets of parameters to try, as `--set` takes them.
        figure: What is compared, for people, for example `area under ROC`.
        score: Works it out from rows of one fold that the rest was fitted on.
        larger_is_better: Whether more of it is better.
        folds: How many parts; each is judged by a model fitted on the others. With 1, a model is
            judged by the rows that it was fitted on, as is usual for clusters.
        seed: Deals the rows to the folds.
        parallelism: How many models are fitted at a time.
    """

    grids: Mapping[str, Sequence[Mapping[str, Any]]]
    figure: str
    score: Callable[[DataFrame], float]
    larger_is_better: bool = True
    folds: int = 3
    seed: int = 1
    parallelism: int = 2


@dataclass(frozen=True, slots=True)
class Trial:
    """A fitted pipeline that is to be judged.

    Attributes:
        model: What was fitted.
        train: The rows that it was fitted on.
        scored: The other rows, with what it answers.
        candidates: What the search has tried before; empty without a search.
    """

    model: PipelineModel
    train: DataFrame
    scored: DataFrame
    candidates: Sequence[Candidate] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What others reached with the same data.

    Attributes:
        measure: Which figure, for example `RMSE`.
        value: How much.
        source: Who says so and how it differs from what is done here.
    """

    measure: str
    value: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Everything that differs from one model to the next; `run` does the rest.

    The rows that `load` gives have the inputs of the schema, then `row_key` and whatever
    `split`, the pipelines and `evaluate` need, for example a label.

    Attributes:
        name: What the command line calls it, for example `flights_late`.
        title: What the model answers, in one sentence.
        task: The kind of model.
        schema: The one declaration of its inputs and outputs.
        load: Reads a share of the rows, cleaned and joined.
        split: Parts them into rows to train on and rows to evaluate on.
        pipelines: For each kind of model, by name, what makes an unfitted pipeline.
        evaluate: Judges a fitted pipeline by the rows that it has not seen.
        search: Parameters to choose from; without it the pipelines are fitted as they are.
        known: What others reached.
        default_sample: The share of rows that a laptop trains on in a minute or two.
    """

    name: str
    title: str
    task: Task
    schema: FeatureSchema
    load: Callable[[SparkSession, float], DataFrame]
    split: Callable[[DataFrame], Split]
    pipelines: Mapping[str, Callable[[], Pipeline]]
    evaluate: Callable[[Trial], Evaluation]
    search: Search | None = None
    known: Known | None = None
    default_sample: float = 1.0
