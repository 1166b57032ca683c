"""The inputs of a schema as columns of a Spark frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from saltus_schema import FeatureSchema, Field
from saltus_training.inputs import (
    MissingValueError,
    count_missing,
    input_struct,
    select_inputs,
)

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

pytestmark = pytest.mark.spark

SCHEMA = FeatureSchema(
    name="trip",
    inputs=(
        Field(name="miles", type="int"),
        Field(name="wind", type="double", nullable=True, on_missing="null"),
        Field(name="plane", type="string", nullable=True, on_missing="null"),
    ),
)


@pytest.fixture(name="frame", scope="module")
def _frame(spark: SparkSession) -> DataFrame:
    rows = [(None, 1, 100, "x"), (2.5, 0, 200, "y"), (None, 1, 300, None)]
    return spark.createDataFrame(rows, "wind double, late int, miles long, plane string")


def test_inputs_come_first_with_order_and_types_of_the_schema(frame: DataFrame) -> None:
    selected = select_inputs(frame, SCHEMA, "late")

    assert ["miles", "wind", "plane", "late"] == selected.columns
    assert [field.dataType for field in input_struct(SCHEMA)] == [
        field.dataType for field in selected.schema[:3]
    ]


def test_gaps_are_counted_where_there_are_any(frame: DataFrame) -> None:
    assert {"wind": 2, "plane": 1} == count_missing(frame, SCHEMA)


def test_a_gap_that_the_schema_rules_out_is_refused(spark: SparkSession) -> None:
    frame = spark.createDataFrame([(None, 1.0, "x")], "miles int, wind double, plane string")

    with pytest.raises(MissingValueError, match="`miles`: null in 1 rows") as caught:
        count_missing(frame, SCHEMA)

    assert ("miles", 1) == (caught.value.column, caught.value.rows)
