"""R formulas over strings, numbers, booleans and vectors."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from case import Case
from pyspark.ml import Pipeline
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.feature import RFormula, VectorSlicer
from pyspark.ml.linalg import Vectors, VectorUDT
from pyspark.ml.regression import LinearRegression
from pyspark.sql.types import StructType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import DataFrame, SparkSession

NAN, INFINITY = float("nan"), float("inf")
POLICIES = ("error", "keep", "skip")
INPUTS = "city string, day string, x double, n int, wet boolean"
TRAIN: list[tuple[Any, ...]] = [
    ("oslo", "mon", 1.5, 2, True, "yes", 3.0),
    ("rome", "sun", -2.0, 0, False, "no", 1.0),
    ("oslo", "tue", 4.5, 1, False, "yes", 2.5),
    ("ærø", "mon", 0.0, 7, True, "no", -1.0),
    ("rome", "sun", 1.0, 3, True, "yes", 0.5),
    ("oslo", "mon", -1.0, -2, False, "no", 4.0),
]
ROWS: list[tuple[Any, ...]] = [
    *(row[:5] for row in TRAIN[:4]),
    ("bern", "mon", 1.0, 1, True),
    ("oslo", "fri", 1.0, 1, True),
    (None, "mon", 1.0, 1, True),
    ("oslo", "mon", None, 1, True),
    ("oslo", "mon", NAN, 1, True),
    ("oslo", "sun", 2.0, None, True),
    ("rome", "tue", INFINITY, 2, None),
    ("rome", "tue", -0.0, 0, False),
]
FORMULAS = {
    "terms": "score ~ city + x + n + wet",
    "without_an_intercept": "score ~ day + city + x - 1",
    "interactions": "score ~ city:x + city:day + x:n + wet",
    "every_column": "score ~ . - late - wet",
    "crossed": "score ~ (city + x)^2 + day*n",
}


def cases(spark: SparkSession) -> Iterator[Case]:
    train = spark.createDataFrame(TRAIN, f"{INPUTS}, late string, score double")
    for (name, formula), policy in product(FORMULAS.items(), POLICIES):
        fitted = RFormula(formula=formula, handleInvalid=policy).fit(train)
        yield Case(f"r_formula_{name}_{policy}", fitted, INPUTS, ROWS)
    yield from orders(train)
    yield from labels(train)
    yield from pipelines(train)
    yield from vectors(spark)


def orders(train: DataFrame) -> Iterator[Case]:
    for order in ("frequencyDesc", "frequencyAsc", "alphabetDesc", "alphabetAsc"):
        formula = RFormula(formula="score ~ city + day", stringIndexerOrderType=order)
        rows = ROWS[:4]
        yield Case(f"r_formula_{order}".lower(), formula.fit(train), INPUTS, rows)
    alone = RFormula(formula="score ~ 1", featuresCol="none").fit(train)
    yield Case("r_formula_of_no_terms", alone, "score double", [(1.0,), (None,)])


def labels(train: DataFrame) -> Iterator[Case]:
    texts = [(1.0, "yes"), (2.0, "no"), (NAN, "yes"), (3.0, "maybe"), (4.0, None)]
    for policy in POLICIES:
        fitted = RFormula(formula="late ~ x", handleInvalid=policy).fit(train)
        if policy != "skip":
            yield Case(f"r_formula_without_its_label_{policy}", fitted, INPUTS, ROWS)
        yield Case(f"r_formula_with_its_label_{policy}", fitted, "x double, late string", texts)
    for kind, listed in {"long": [2**53 + 1, None, 0], "boolean": [True, None, False]}.items():
        schema = f"y {kind}, x double"
        rows = [(value, 1.0) for value in listed]
        cast = train.selectExpr(f"cast(n > 0 as {kind}) as y", "x")
        yield Case(f"r_formula_of_a_{kind}", RFormula(formula="y ~ x").fit(cast), schema, rows)
    doubles = [(value, 1.0) for value in (1.5, -0.0, NAN, INFINITY, None)]
    double = RFormula(formula="score ~ x", labelCol="y").fit(train)
    yield Case("r_formula_of_a_double", double, "score double, x double", doubles)
    numbers = [(3, 1.0), (7, 1.0), (5, 1.0), (None, 1.0)]
    forced = RFormula(formula="n ~ x", forceIndexLabel=True, handleInvalid="keep").fit(train)
    yield Case("r_formula_of_an_indexed_number", forced, "n int, x double", numbers)
    same = RFormula(formula="label ~ x").fit(train.withColumnRenamed("score", "label"))
    yield Case("r_formula_of_a_label", same, "label double, x double", doubles)


def pipelines(train: DataFrame) -> Iterator[Case]:
    stages = [
        RFormula(formula="late ~ city*x + day - 1", handleInvalid="keep"),
        VectorSlicer(inputCol="features", outputCol="some", names=["city_oslo:x", "day_mon"]),
        LogisticRegression(regParam=0.1),
    ]
    model = Pipeline(stages=stages).fit(train)
    yield Case("r_formula_before_a_classifier", model, INPUTS, ROWS)
    stages = [
        RFormula(formula="score ~ city + x", featuresCol="f", labelCol="y"),
        RFormula(formula="score ~ day:x", featuresCol="g", labelCol="z"),
        LinearRegression(featuresCol="f", labelCol="y", regParam=0.1),
    ]
    yield Case("r_formula_twice", Pipeline(stages=stages).fit(train), INPUTS, ROWS)


def vectors(spark: SparkSession) -> Iterator[Case]:
    names = {"numeric": [{"idx": 0, "name": "a"}, {"idx": 1, "name": "v_b"}]}
    rows: list[tuple[Any, ...]] = [
        (1.0, "oslo", Vectors.dense([1.0, 2.0])),
        (0.0, "rome", Vectors.sparse(2, [1], [-3.0])),
        (0.5, "oslo", Vectors.dense([NAN, 0.0])),
    ]
    for name, formula, attributes, chosen in (
        ("vectors", "y ~ v + city", {}, ["v_0", "city_oslo"]),
        (
            "named_vectors",
            "y ~ v + city:v",
            {"ml_attr": {"attrs": names, "num_attrs": 2}},
            ["v_a", "city_rome:v_v_b"],
        ),
    ):
        schema = StructType.fromDDL("y double, city string")
        schema.add("v", VectorUDT(), metadata=attributes)
        stages = [
            RFormula(formula=formula, handleInvalid="keep"),
            VectorSlicer(inputCol="features", outputCol="some", names=chosen),
        ]
        model = Pipeline(stages=stages).fit(spark.createDataFrame(rows, schema))
        scored = [row[1:] for row in rows]
        yield Case(f"r_formula_of_{name}", model, StructType(schema.fields[1:]), scored)
    missing = [("bern", None), ("bern", scored[1][1])]
    yield Case("r_formula_of_missing_vectors", model, StructType(schema.fields[1:]), missing)
