"""How many stars does a user give a film? 100,004 ratings of MovieLens, `dslabs`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pyspark.ml import Pipeline
from pyspark.sql import Window
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
from saltus_training.recipes.movielens.estimator import EFFECTS, TASTE, EffectsALS
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
            type="double",
            role="prediction",
            description="Stars, 0.5 to 5; of a new user or film what the other one tells",
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


def effects_als() -> Pipeline:
    """A number for each user and film, then alternating least squares of what these leave."""
    estimator = EffectsALS(
        userCol="userId",
        itemCol="movieId",
        ratingCol=RATING,
        rank=30,
        regParam=0.15,
        maxIter=10,
        seed=SEED,
    )
    return Pipeline(stages=[estimator])


def evaluate(trial: Trial) -> RecommendationEvaluation:
    """Judge ratings that the model has not seen, and the films it would show instead."""
    ratings, cold = evaluate_ratings(trial.scored, RATING, TASTE)
    return RecommendationEvaluation(ratings, cold, _ranking(trial))


def _ranking(trial: Trial) -> RankingEvaluation:
    user, item = F.col("userId").alias("user"), F.col("movieId").alias("item")
    liked = trial.scored.where(F.col(RATING) >= F.lit(LIKED)).select(user, item)
    relevant = liked.groupBy("user").agg(F.collect_list("item").alias("relevant"))
    rated = trial.train.groupBy("movieId").count().where(F.col("count") >= F.lit(FEWEST_RATINGS))
    asked = trial.train.join(trial.scored, "userId", "left_semi").select("userId").distinct()
    pairs = asked.crossJoin(F.broadcast(rated.select("movieId")))
    # What a user has rated is no news.
    news = pairs.join(trial.train, ["userId", "movieId"], "left_anti")
    # Not the prediction, which ends at five stars.
    best = Window.partitionBy("userId").orderBy(F.desc(F.col(EFFECTS) + F.col(TASTE)), "movieId")
    shown = (
        trial.model.transform(news)
        .withColumn("place", F.row_number().over(best))
        .where(F.col("place") <= F.lit(SHOWN))
    )
    places = F.sort_array(F.collect_list(F.struct("place", "movieId")))
    ranked = shown.groupBy(user).agg(places.getField("movieId").alias("ranked"))
    return evaluate_ranking(ranked, relevant, SHOWN, items=rated.count())


RECIPE = Recipe(
    name="movielens",
    title="How many stars does a user give a film?",
    task="recommendation",
    schema=SCHEMA,
    load=load,
    split=partial(split_by_chance, evaluated=0.2, seed=SEED),
    pipelines={"effects_als": effects_als},
    evaluate=evaluate,
    search=Search(
        grids={"effects_als": [{"regParam": strength} for strength in (0.1, 0.15, 0.2)]},
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
