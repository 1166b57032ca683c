"""A recommender that knows how mild a user is and how good a film is, before it asks for taste."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyspark import keyword_only
from pyspark.ml import Estimator, Pipeline, PipelineModel
from pyspark.ml.feature import OneHotEncoder, SQLTransformer, StringIndexer, VectorAssembler
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.param.shared import HasMaxIter, HasRegParam, HasSeed
from pyspark.ml.recommendation import ALS
from pyspark.ml.regression import LinearRegression
from pyspark.sql import functions as F

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyspark.sql import DataFrame

EFFECTS = "effects"
TASTE = "taste"

_LEFT = "_left"
_STATEMENT = """\
SELECT *, greatest(least({effects} + nanvl(CAST({taste} AS DOUBLE), 0D), {highest}D), {lowest}D)
    AS prediction
FROM __THIS__"""


def _param(name: str, doc: str, converter: Callable[[Any], Any]) -> Param[Any]:
    # How every stage of PySpark declares a parameter.
    return Param(Params._dummy(), name, doc, converter)  # noqa: SLF001


class EffectsALS(Estimator[PipelineModel], HasMaxIter, HasRegParam, HasSeed):
    """One number for each user and item, then alternating least squares of what these leave.

    The first part is a ridge regression of one-hot users and items, Koren's baseline predictors
    (https://doi.org/10.1109/MC.2009.263). The model is a pipeline of Spark's own stages, so it is
    saved, exported and served as any other: `effects` and `taste`, which is NaN where the user or
    the item is new, then `prediction`, their sum within the scale of the ratings seen.

    Args:
        userCol: Number of the user, an integer.
        itemCol: Number of the item, an integer.
        ratingCol: What is learned.
        shrinkage: How many ratings of the mean every user and item has from the start.
        rank: How many numbers taste is made of.
        regParam: How much they are held back.
        maxIter: How often users and items take turns.
        seed: Where they start from.
    """

    userCol = _param("userCol", "the user", TypeConverters.toString)  # noqa: N815 - as Spark has it
    itemCol = _param("itemCol", "the item", TypeConverters.toString)  # noqa: N815
    ratingCol = _param("ratingCol", "what is learned", TypeConverters.toString)  # noqa: N815
    shrinkage = _param("shrinkage", "ratings of the mean to start with", TypeConverters.toFloat)
    rank = _param("rank", "numbers that taste is made of", TypeConverters.toInt)

    @keyword_only
    def __init__(self, **given: Any) -> None:
        super().__init__()
        self._setDefault(shrinkage=4.0, rank=10, regParam=0.2, maxIter=10, seed=1)
        self._set(**given)

    def _fit(self, dataset: DataFrame) -> PipelineModel:
        """Spark calls this with the rows to learn from."""
        user, item, rating = map(self.getOrDefault, ("userCol", "itemCol", "ratingCol"))
        (found,) = dataset.select(F.count(rating), F.min(rating), F.max(rating)).collect()
        rows, lowest, highest = found
        effects = self._effects(rows).fit(dataset)
        left = F.col(rating) - F.col(EFFECTS)
        rest = effects.transform(dataset).select(user, item, left.alias(_LEFT)).persist()
        taste = self._taste().fit(rest)
        rest.unpersist()
        total = _STATEMENT.format(
            effects=EFFECTS, taste=TASTE, lowest=float(lowest), highest=float(highest)
        )
        return PipelineModel([*effects.stages, taste, SQLTransformer(statement=total)])

    def _effects(self, rows: int) -> Pipeline:
        keys = [self.getOrDefault(name) for name in ("userCol", "itemCol")]
        indices, vectors = ([f"{key}_{part}" for key in keys] for part in ("index", "onehot"))
        regression = LinearRegression(
            featuresCol="who",
            labelCol=self.getOrDefault("ratingCol"),
            predictionCol=EFFECTS,
            # Spark divides the squared errors by the number of rows, and this not.
            regParam=self.getOrDefault("shrinkage") / rows,
            standardization=False,
            solver="l-bfgs",
        )
        return Pipeline(
            stages=[
                # Who is new has no category, and so no effect.
                StringIndexer(inputCols=keys, outputCols=indices, handleInvalid="keep"),
                OneHotEncoder(inputCols=indices, outputCols=vectors, handleInvalid="keep"),
                VectorAssembler(inputCols=vectors, outputCol="who"),
                regression,
            ]
        )

    def _taste(self) -> ALS:
        same = {
            name: self.getOrDefault(name) for name in ("userCol", "itemCol", "rank", "regParam")
        }
        factors = ALS(
            **same,
            ratingCol=_LEFT,
            maxIter=self.getMaxIter(),
            seed=self.getSeed(),
            checkpointInterval=5,
            numUserBlocks=2,
            numItemBlocks=2,
        )
        return factors.setPredictionCol(TASTE)
