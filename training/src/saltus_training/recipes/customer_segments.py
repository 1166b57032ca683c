"""Which customers use their telephone alike? 5,000 customers, `modeldata`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pyspark.ml import Pipeline
from pyspark.ml.clustering import KMeans
from pyspark.ml.evaluation import ClusteringEvaluator
from pyspark.ml.feature import StandardScaler, VectorAssembler
from saltus_schema import FeatureSchema, Field, Output

from saltus_training.datasets import read_rdataset
from saltus_training.evaluation import ClusteringEvaluation, evaluate_clustering
from saltus_training.inputs import select_inputs
from saltus_training.recipes.recipe import Known, Recipe, Search, Trial
from saltus_training.sampling import ROW_KEY, in_fixed_order, sample_by_key, with_row_key
from saltus_training.splits import split_by_chance

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

SEED = 5
_MINUTES = ("total_day_minutes", "total_intl_minutes")
_MESSAGES = "number_vmail_messages"

SCHEMA = FeatureSchema(
    name="customer-segments",
    inputs=(
        Field(
            name="total_day_minutes",
            type="double",
            minimum=0,
            unit="minute",
            example=265.1,
            description="Calls by day",
        ),
        Field(
            name="total_intl_minutes",
            type="double",
            minimum=0,
            unit="minute",
            example=10.0,
            description="Calls abroad",
        ),
        Field(
            name=_MESSAGES,
            type="int",
            minimum=0,
            example=25,
            description="Messages left on the answering service",
        ),
    ),
    outputs=(Output(name="prediction", type="int", role="prediction", description="The segment"),),
)


def load(spark: SparkSession, sample: float) -> DataFrame:
    """Read a share of the customers.

    Args:
        spark: The session to read with.
        sample: The share of customers, above 0 and up to 1.

    Returns:
        The inputs of the schema, then `row_key`.

    Raises:
        DatasetError: The package with the data is not installed.
    """
    columns = [*_MINUTES, _MESSAGES, "rownames"]
    customers = read_rdataset(spark, "modeldata", "mlc_churn", columns)
    sampled = sample_by_key(with_row_key(customers, ["rownames"]), sample)
    return in_fixed_order(select_inputs(sampled, SCHEMA, ROW_KEY), partitions=2)


def k_means() -> Pipeline:
    """Use on one scale, into clusters."""
    return Pipeline(
        stages=[
            VectorAssembler(inputCols=[*_MINUTES, _MESSAGES], outputCol="use"),
            StandardScaler(inputCol="use", outputCol="features", withMean=True),
            KMeans(k=2, seed=SEED),
        ]
    )


def evaluate(trial: Trial) -> ClusteringEvaluation:
    """Judge how far apart the segments are, and keep what each number of them reaches."""
    silhouettes: dict[int, float] = {}
    for each in trial.candidates:
        clusters = each.settings["k"]
        silhouettes[clusters] = max(each.score, silhouettes.get(clusters, -1.0))
    return evaluate_clustering(trial.scored, silhouettes=silhouettes)


RECIPE = Recipe(
    name="customer_segments",
    title="Which customers use their telephone alike?",
    task="clustering",
    schema=SCHEMA,
    load=load,
    split=partial(split_by_chance, evaluated=0.2, seed=SEED),
    pipelines={"k_means": k_means},
    evaluate=evaluate,
    search=Search(
        # Where k-means ends depends on where it starts.
        grids={
            "k_means": [
                {"k": clusters, "seed": seed} for clusters in range(2, 7) for seed in range(1, 4)
            ]
        },
        figure="silhouette",
        score=lambda scored: ClusteringEvaluator().evaluate(scored),
        folds=1,
    ),
    known=Known(
        "silhouette",
        0.557,
        "scikit-learn 1.9, KMeans(2, n_init=10) on all rows of the same three columns, scaled",
    ),
)
