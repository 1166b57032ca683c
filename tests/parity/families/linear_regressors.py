"""Regressors that are planes: linear, generalized linear and of survival times."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from case import Case
from odd_vectors import VECTORS, odd_vectors
from pyspark.ml import Pipeline
from pyspark.ml.feature import StringIndexer, VectorAssembler
from pyspark.ml.linalg import Vectors
from pyspark.ml.regression import (
    AFTSurvivalRegression,
    GeneralizedLinearRegression,
    LinearRegression,
)
from pyspark.sql.types import DoubleType, IntegerType, StructField, StructType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import DataFrame, SparkSession

NAN = float("nan")
# A row that raises would make Spark score each row alone: nulls have cases of their own.
*ROWS, NULL = odd_vectors(3)
NULLS = [ROWS[4], NULL]
# Sums at which links leave the range of their family.
FAR = [(Vectors.dense([scale] * 3),) for scale in (60.0, -60.0, 3000.0, -3000.0)]
LINKS = {
    "gaussian": ("identity", "log", "inverse"),
    "binomial": ("logit", "probit", "cloglog"),
    "poisson": ("log", "identity", "sqrt"),
    "gamma": ("inverse", "identity", "log"),
}


def cases(spark: SparkSession) -> Iterator[Case]:
    yield from linear(spark)
    yield from generalized(spark)
    yield from tweedie(spark)
    yield from offsets(spark)
    yield from survival(spark)


def measured(spark: SparkSession, *, binary: bool = False) -> DataFrame:
    """Positive labels, or 0 and 1."""
    rng = random.Random(12)  # noqa: S311
    rows = []
    for _ in range(50):
        x = [rng.uniform(0.0, 2.0) for _ in range(3)]
        y = 1.0 + 0.5 * x[0] + 0.3 * x[1] + rng.uniform(0.0, 0.4)
        label = float(y > 1.9) if binary else y
        rows.append((label, Vectors.dense(x), rng.choice([0.5, 1.0]), rng.uniform(0.0, 0.3)))
    return spark.createDataFrame(rows, ["label", "features", "weight", "offset"])


def linear(spark: SparkSession) -> Iterator[Case]:
    frame = measured(spark)
    for loss in ("squaredError", "huber"):
        model = LinearRegression(loss=loss, regParam=0.01, maxIter=20, weightCol="weight")
        yield Case(f"linear_regression_{loss}", model.fit(frame), VECTORS, ROWS)
    lasso = LinearRegression(elasticNetParam=1.0, regParam=0.1, fitIntercept=False)
    yield Case("linear_regression_lasso", lasso.fit(frame), VECTORS, ROWS)
    yield Case("linear_regression_null", lasso.fit(frame), VECTORS, NULLS)

    homes = [("a", 1.0, 9.0), ("b", 2.0, 7.0), ("a", 3.0, 12.0), ("c", 0.5, 3.0)]
    stages = [
        StringIndexer(inputCol="kind", outputCol="index", handleInvalid="keep"),
        VectorAssembler(inputCols=["index", "size"], outputCol="features", handleInvalid="skip"),
        LinearRegression(labelCol="price", predictionCol="estimate", regParam=0.1),
    ]
    model = Pipeline(stages=stages).fit(
        spark.createDataFrame(homes * 4, "kind string, size double, price double")
    )
    seen = [("a", 1.5), ("unseen", -0.0), (None, 2.0), ("b", None), ("c", NAN)]
    yield Case("linear_regression_pipeline", model, "kind string, size double", seen)


def generalized(spark: SparkSession) -> Iterator[Case]:
    for family, links in LINKS.items():
        frame = measured(spark, binary=family == "binomial")
        for link in links:
            model = GeneralizedLinearRegression(
                family=family, link=link, linkPredictionCol="eta", maxIter=10, regParam=0.01
            )
            yield Case(f"glr_{family}_{link}", model.fit(frame), VECTORS, [*ROWS, *FAR])
        default = GeneralizedLinearRegression(family=family.capitalize(), maxIter=5, regParam=0.01)
        yield Case(f"glr_{family}", default.fit(frame), VECTORS, [*ROWS, *FAR])
    eta_only = GeneralizedLinearRegression(maxIter=5).fit(measured(spark))
    eta_only = eta_only.setPredictionCol("").setLinkPredictionCol("eta")
    yield Case("glr_link_only", eta_only, VECTORS, ROWS)


def tweedie(spark: SparkSession) -> Iterator[Case]:
    frame = measured(spark)
    settings: dict[str, dict[str, Any]] = {
        "0": {},
        "1": {"variancePower": 1.0},
        "2": {"variancePower": 2.0},
        "15": {"variancePower": 1.5},
        "15_log": {"variancePower": 1.5, "linkPower": 0.0},
        "16_power": {"variancePower": 1.6, "linkPower": -0.3},
        "3_sqrt": {"variancePower": 3.0, "linkPower": 0.5},
    }
    for name, powers in settings.items():
        model = GeneralizedLinearRegression(
            family="tweedie", linkPredictionCol="eta", maxIter=5, regParam=0.1, **powers
        )
        yield Case(f"glr_tweedie_{name}", model.fit(frame), VECTORS, [*ROWS, *FAR])


def offsets(spark: SparkSession) -> Iterator[Case]:
    frame = measured(spark)
    model = GeneralizedLinearRegression(
        family="poisson", offsetCol="offset", linkPredictionCol="eta", maxIter=5
    ).fit(frame)
    schema = StructType([*VECTORS.fields, StructField("offset", DoubleType())])
    values = (0.5, -0.0, NAN, float("inf"), None)
    rows = [(Vectors.dense([1.0, 0.5, 2.0]), value) for value in values]
    yield Case("glr_offset", model, schema, [*rows, (None, 1.0), (None, None)])
    whole = StructType([*VECTORS.fields, StructField("offset", IntegerType())])
    counts = [(Vectors.sparse(3, [1], [2.0]), value) for value in (0, 3, None)]
    yield Case("glr_offset_integer", model, whole, counts)


def survival(spark: SparkSession) -> Iterator[Case]:
    frame = measured(spark).selectExpr("label", "features", "double(weight = 1.0) as censor")
    model = AFTSurvivalRegression(maxIter=10).fit(frame)
    yield Case("aft", model, VECTORS, [*ROWS, *FAR])
    yield Case("aft_null", model, VECTORS, NULLS)
    chosen = model.copy().setQuantilesCol("quantiles").setQuantileProbabilities([1e-3, 0.5, 0.999])
    yield Case("aft_quantiles", chosen, VECTORS, [*ROWS, *FAR])
    yield Case("aft_quantiles_only", chosen.copy().setPredictionCol(""), VECTORS, ROWS)
