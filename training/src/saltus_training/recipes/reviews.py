"""Did a customer give five stars? 5,000 reviews of fine foods, `modeldata`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.ml import Pipeline
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.feature import (
    IDF,
    CountVectorizer,
    NGram,
    Normalizer,
    RegexTokenizer,
    VectorAssembler,
)
from pyspark.sql import functions as F
from saltus_schema import FeatureSchema, Field, Output

from saltus_training.datasets import read_rdataset
from saltus_training.evaluation import BinaryEvaluation, evaluate_binary
from saltus_training.inputs import select_inputs
from saltus_training.recipes.recipe import Known, Recipe, Trial
from saltus_training.sampling import ROW_KEY, in_fixed_order, sample_by_key, with_row_key
from saltus_training.splits import Split

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

LABEL = "great"
LABELS = ("other", "great")

SCHEMA = FeatureSchema(
    name="reviews",
    inputs=(
        Field(
            name="review",
            type="string",
            example="Great flavor, we go through a ton of this sauce!",
            description="What the customer wrote",
        ),
    ),
    outputs=(
        Output(name="prediction", type="double", role="prediction", labels=LABELS),
        Output(name="probability", type="vector[2]", role="probability", labels=LABELS),
    ),
)


def load(spark: SparkSession, sample: float) -> DataFrame:
    """Read a share of the reviews.

    Args:
        spark: The session to read with.
        sample: The share of reviews, above 0 and up to 1.

    Returns:
        The inputs of the schema, then `great`, `part` and `row_key`.

    Raises:
        DatasetError: The package with the data is not installed.
    """
    tables = [
        read_rdataset(
            spark, "modeldata", f"{part}_data", ["product", "review", "score"]
        ).withColumn("part", F.lit(part))
        for part in ("training", "testing")
    ]
    reviews = tables[0].unionByName(tables[1])
    labelled = reviews.withColumn(LABEL, (F.col("score") == F.lit("great")).cast("double"))
    sampled = sample_by_key(with_row_key(labelled, ["product", "review"]), sample)
    return in_fixed_order(select_inputs(sampled, SCHEMA, LABEL, "part", ROW_KEY), partitions=2)


def split(reviews: DataFrame) -> Split:
    """Keep the parts that the data was published in."""
    is_training = F.col("part") == F.lit("training")
    return Split(train=reviews.where(is_training), test=reviews.where(~is_training))


def logistic_regression() -> Pipeline:
    """Words and pairs of words, the rare ones weighing more, into a logistic regression."""
    return Pipeline(
        stages=[
            RegexTokenizer(inputCol="review", outputCol="words", gaps=False, pattern="[a-z0-9']+"),
            NGram(inputCol="words", outputCol="pairs", n=2),
            _counts("words", "word_counts"),
            _counts("pairs", "pair_counts"),
            VectorAssembler(inputCols=["word_counts", "pair_counts"], outputCol="counts"),
            IDF(inputCol="counts", outputCol="weighted"),
            Normalizer(inputCol="weighted", outputCol="features"),
            LogisticRegression(labelCol=LABEL, regParam=0.0003, maxIter=50, standardization=False),
        ]
    )


def _counts(words: str, counts: str) -> CountVectorizer:
    """Words that only one review has say nothing of others."""
    return CountVectorizer(inputCol=words, outputCol=counts, minDF=2.0, vocabSize=1 << 16)


def evaluate(trial: Trial) -> BinaryEvaluation:
    """Judge how well five stars are told from fewer."""
    return evaluate_binary(trial.scored, LABEL)


RECIPE = Recipe(
    name="reviews",
    title="Did a customer give five stars?",
    task="binary_classification",
    schema=SCHEMA,
    load=load,
    split=split,
    pipelines={"logistic_regression": logistic_regression},
    evaluate=evaluate,
    known=Known(
        "area under ROC",
        0.804,
        "penalized logistic regression on hashed words, cross-validated, "
        "https://www.tidymodels.org/learn/work/tune-text/",
    ),
)
