"""What a recipe is: a real data set and the pipelines that learn from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pyspark.ml import Pipeline
    from pyspark.sql import DataFrame, SparkSession
    from saltus_schema import FeatureSchema

    from saltus_training.evaluation import Evaluation
    from saltus_training.splits import Split

Task: TypeAlias = Literal["binary_classification"]


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
        evaluate: Judges rows that a fitted pipeline has scored.
        default_sample: The share of rows that a laptop trains on in a minute or two.
    """

    name: str
    title: str
    task: Task
    schema: FeatureSchema
    load: Callable[[SparkSession, float], DataFrame]
    split: Callable[[DataFrame], Split]
    pipelines: Mapping[str, Callable[[], Pipeline]]
    evaluate: Callable[[DataFrame], Evaluation]
    default_sample: float = 1.0
