"""How many stars does a user give a film? 100,004 ratings of MovieLens, `dslabs`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pyspark.ml import Pipeline
from pyspark.ml.recommendation import ALS, ALSModel
from pyspark.sql import functions as F
from saltus_schema import FeatureSchema, Field, Output

from saltus_training.datasets import read_rdataset
from saltus_training.evaluation import (
    RankingEvaluation,
    RecommendationEvaluation,
    evaluate_ranking,
    evaluate_ratings,
)
from saltus_training.inputs import select_inputs
from saltus_training.recipes.recipe import Known, Recipe, Search, Trial
from saltus_training.sampling import ROW_KEY, in_fixed_order, sample_by_key, with_row_key
from saltus_training.splits import split_by_chance

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

RATING = "rating"
SEED = 1995
SHOWN = 10
# A film that somebody gives four stars or more was worth recommending.
LIKED = 4.0
# Nobody can say much of a film that fewer users have rated.
FEWEST_RATINGS = 20

SCHEMA = FeatureSchema(
    name="movielens",
    inputs=(
        Field(name="userId", type="int", minimum=1, example=1, description="Number of the user"),
        Field(name="movieId", type="int", minimum=1, example=31, description="Number of the film"),
    ),
    outputs=(
        Output(
            name="prediction",
            type="float",
            role="prediction",
            description="Stars, about 0.5 to 5; none for a user or film without ratings",
        ),
    ),
)


def load(spark: SparkSession, sample: float) -> DataFrame:
    """Read the ratings of a share of the users.

    Args:
        spark: The session to read with.
        sample: The share of users, above 0 and up to 1.

    Returns:
        The inputs of the schema, then `rating` and `row_key`.

    Raises:
        DatasetError: The package with the data is not installed.
    """
    ratings = read_rdataset(spark, "dslabs", "movielens", ["userId", "movieId", RATING])
    chosen = sample_by_key(with_row_key(ratings, ["userId"]), sample)
    keyed = with_row_key(chosen, ["userId", "movieId"])
    return in_fixed_order(select_inputs(keyed, SCHEMA, RATING, ROW_KEY), partitions=2)


def als() -> Pipeline:
    """Alternating least squares: a vector for each user, one for each film.

    It has no term of its own for a user's mildness or a film's quality, which alone reach 0.881.
    """
    factors = ALS(
        userCol="userId",
        itemCol="movieId",
        ratingCol=RATING,
        rank=30,
        regParam=0.15,
        maxIter=15,
        checkpointInterval=5,
        numUserBlocks=2,
        numItemBlocks=2,
        seed=SEED,
    )
    return Pipeline(stages=[factors])


def evaluate(trial: Trial) -> RecommendationEvaluation:
    """Judge ratings that the model has not seen, and the films it would show instead."""
    ratings, cold = evaluate_ratings(trial.scored, RATING)
    return RecommendationEvaluation(ratings, cold, _ranking(trial))


def _ranking(trial: Trial) -> RankingEvaluation:
    model = trial.model.stages[-1]
    if not isinstance(model, ALSModel):
        raise TypeError(f"the last stage has to be an ALSModel, not {model}")
    user, item = F.col("userId").alias("user"), F.col("movieId").alias("item")
    liked = trial.scored.where(F.col(RATING) >= F.lit(LIKED)).select(user, item)
    relevant = liked.groupBy("user").agg(F.collect_list("item").alias("relevant"))
    given = trial.train.select(user, item)
    seen = given.groupBy("user").agg(F.collect_set("item").alias("seen"))
    rated = given.groupBy("item").count().where(F.col("count") >= F.lit(FEWEST_RATINGS))
    # One row: the films that may be shown.
    films = rated.agg(F.collect_set("item").alias("films"))
    asked = trial.scored.select("userId").distinct()
    every = model.recommendForUserSubset(asked, model.itemFactors.count())
    # What a user has rated is no news.
    news = F.array_except(F.array_intersect("items", "films"), "seen")
    ranked = (
        every.select(user, F.col("recommendations.movieId").alias("items"))
        .join(seen, "user")
        .crossJoin(F.broadcast(films))
        .select("user", F.slice(news, 1, SHOWN).alias("ranked"))
    )
    return evaluate_ranking(ranked, relevant, SHOWN, items=rated.count())


RECIPE = Recipe(
    name="movielens",
    title="How many stars does a user give a film?",
    task="recommendation",
    schema=SCHEMA,
    load=load,
    split=partial(split_by_chance, evaluated=0.2, seed=SEED),
    pipelines={"als": als},
    evaluate=evaluate,
    search=Search(
        grids={"als": [{"regParam": strength} for strength in (0.1, 0.15)]},
        figure="RMSE",
        score=lambda scored: evaluate_ratings(scored, RATING)[0].rmse,
        larger_is_better=False,
        folds=2,
        seed=SEED,
    ),
    known=Known(
        "RMSE",
        0.881,
        "regularized film and user effects with another random split, R. Irizarry, "
        "Introduction to Data Science, chapter 33",
    ),
)
