"""What does a house in Ames, Iowa, sell for? 2,930 sales from 2006 to 2010, `modeldata`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pyspark.ml import Pipeline
from pyspark.ml.feature import Imputer, OneHotEncoder, StringIndexer, VectorAssembler
from pyspark.ml.regression import GBTRegressor, LinearRegression
from pyspark.sql import functions as F
from saltus_schema import FeatureSchema, Field, Output

from saltus_training.datasets import read_rdataset
from saltus_training.evaluation import RegressionEvaluation, evaluate_regression
from saltus_training.inputs import select_inputs
from saltus_training.recipes.recipe import Known, Recipe, Search, Trial
from saltus_training.sampling import ROW_KEY, in_fixed_order, sample_by_key, with_row_key
from saltus_training.splits import split_by_chance

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

LABEL = "log_price"
SEED = 2006

# The data's author advises against five sales, most of them not to the market, of larger houses.
MAX_AREA = 4_000

_NUMBERS = (
    *("Lot_Frontage", "Lot_Area", "Year_Built", "Year_Remod_Add", "Mas_Vnr_Area", "BsmtFin_SF_2"),
    *("Bsmt_Unf_SF", "Total_Bsmt_SF", "First_Flr_SF", "Second_Flr_SF", "Gr_Liv_Area"),
    *("Bsmt_Full_Bath", "Bsmt_Half_Bath", "Full_Bath", "Half_Bath", "Bedroom_AbvGr"),
    *("Kitchen_AbvGr", "TotRms_AbvGrd", "Fireplaces", "Garage_Cars", "Garage_Area"),
    *("Wood_Deck_SF", "Open_Porch_SF", "Enclosed_Porch", "Screen_Porch", "Pool_Area"),
    *("Mo_Sold", "Year_Sold", "Longitude", "Latitude"),
)
_CATEGORIES = (
    *("MS_SubClass", "MS_Zoning", "Lot_Shape", "Land_Contour", "Lot_Config", "Land_Slope"),
    *("Neighborhood", "Condition_1", "Bldg_Type", "House_Style", "Overall_Cond", "Roof_Style"),
    *("Exterior_1st", "Exterior_2nd", "Mas_Vnr_Type", "Exter_Cond", "Foundation", "Bsmt_Cond"),
    *("Bsmt_Exposure", "BsmtFin_Type_1", "Heating_QC", "Central_Air", "Electrical", "Functional"),
    *("Garage_Type", "Garage_Finish", "Paved_Drive", "Fence", "Sale_Type", "Sale_Condition"),
)
_GAPS = ("Lot_Frontage", "Mas_Vnr_Area")

SCHEMA = FeatureSchema(
    name="ames-prices",
    inputs=(
        *(
            Field(name=name, type="double", nullable=name in _GAPS, on_missing="null")
            if name in _GAPS
            else Field(name=name, type="double")
            for name in _NUMBERS
        ),
        *(
            Field(name=name, type="string", nullable=True, on_missing="null")
            for name in _CATEGORIES
        ),
    ),
    outputs=(
        Output(
            name="prediction",
            type="double",
            role="prediction",
            description="Natural logarithm of the price in dollars",
        ),
    ),
)


def load(spark: SparkSession, sample: float) -> DataFrame:
    """Read a share of the sales.

    Args:
        spark: The session to read with.
        sample: The share of sales, above 0 and up to 1.

    Returns:
        The inputs of the schema, then `log_price` and `row_key`.

    Raises:
        DatasetError: The package with the data is not installed.
    """
    columns = [*_NUMBERS, *_CATEGORIES, "Sale_Price", "rownames"]
    sales = (
        read_rdataset(spark, "modeldata", "ames", columns)
        .where(F.col("Gr_Liv_Area") <= F.lit(MAX_AREA))
        .withColumn(LABEL, F.log("Sale_Price"))
        # A lot without a street in front of it is not what 0 stands for in this table.
        .withColumn("Lot_Frontage", F.nullif("Lot_Frontage", F.lit(0)))
    )
    sampled = sample_by_key(with_row_key(sales, ["rownames"]), sample)
    return in_fixed_order(select_inputs(sampled, SCHEMA, LABEL, ROW_KEY), partitions=2)


def linear_regression() -> Pipeline:
    """Numbers and one-hot categories into an elastic net."""
    return _pipeline(
        LinearRegression(labelCol=LABEL, regParam=0.003, elasticNetParam=0.1, maxIter=300)
    )


def gradient_boosting() -> Pipeline:
    """Numbers and one-hot categories into boosted trees."""
    return _pipeline(
        GBTRegressor(labelCol=LABEL, maxDepth=4, maxIter=120, stepSize=0.08, seed=SEED)
    )


def evaluate(trial: Trial) -> RegressionEvaluation:
    """Judge the logarithm of the price: an error of 0.1 is about 10 % of the price."""
    return evaluate_regression(trial.scored, LABEL)


def _pipeline(estimator: LinearRegression | GBTRegressor) -> Pipeline:
    filled = [f"{name}_filled" for name in _GAPS]
    indices = [f"{name}_index" for name in _CATEGORIES]
    one_hot = [f"{name}_onehot" for name in _CATEGORIES]
    complete = [name for name in _NUMBERS if name not in _GAPS]
    return Pipeline(
        stages=[
            Imputer(inputCols=list(_GAPS), outputCols=filled, strategy="median"),
            StringIndexer(inputCols=list(_CATEGORIES), outputCols=indices, handleInvalid="keep"),
            OneHotEncoder(inputCols=indices, outputCols=one_hot, handleInvalid="keep"),
            VectorAssembler(inputCols=[*complete, *filled, *one_hot], outputCol="features"),
            estimator,
        ]
    )


RECIPE = Recipe(
    name="ames_prices",
    title="What does a house in Ames, Iowa, sell for?",
    task="regression",
    schema=SCHEMA,
    load=load,
    split=partial(split_by_chance, evaluated=0.2, seed=SEED),
    pipelines={"linear_regression": linear_regression, "gradient_boosting": gradient_boosting},
    evaluate=evaluate,
    search=Search(
        grids={"linear_regression": [{"regParam": strength} for strength in (0.003, 0.01, 0.03)]},
        figure="RMSE",
        score=lambda scored: evaluate_regression(scored, LABEL).rmse,
        larger_is_better=False,
        seed=SEED,
    ),
    known=Known(
        "RMSE",
        0.166,
        "random forest of https://www.tmwr.org/resampling with six inputs, cross-validated: "
        "0.0721 in decimal logarithms",
    ),
)
