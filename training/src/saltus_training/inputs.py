"""The inputs of a schema as columns of a Spark frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F
from pyspark.sql import types as T

from saltus_training.errors import TrainingError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from saltus_schema import FeatureSchema


class MissingValueError(TrainingError):
    """A column that may not be null is null in some rows.

    Attributes:
        column: The first such column.
        rows: In how many rows.
    """

    def __init__(self, column: str, rows: int) -> None:
        self.column = column
        self.rows = rows
        super().__init__(
            f"column `{column}`: null in {rows:,} rows, but the schema says it never is; "
            "clean the data or make the field nullable"
        )


def input_struct(schema: FeatureSchema) -> T.StructType:
    """The inputs as Spark knows them."""
    return T.StructType.fromJson(schema.spark_struct())


def select_inputs(frame: DataFrame, schema: FeatureSchema, *others: str) -> DataFrame:
    """Keep the inputs, in the schema's order and types, and some columns beside them.

    Args:
        frame: Rows that have them all.
        schema: Declares the inputs.
        others: What else to keep, for example the label.

    Returns:
        The inputs, then the others.
    """
    inputs = [F.col(field.name).cast(field.dataType) for field in input_struct(schema)]
    return frame.select(*inputs, *others)


def count_missing(frame: DataFrame, schema: FeatureSchema) -> dict[str, int]:
    """Count the nulls of every input in one pass.

    Args:
        frame: Rows with the inputs.
        schema: Declares the inputs.

    Returns:
        How many rows lack a value, for the inputs where any does.

    Raises:
        MissingValueError: An input that is not nullable has one.
    """
    fields = input_struct(schema).fields
    nulls = [F.count_if(F.col(field.name).isNull()).alias(field.name) for field in fields]
    counts = frame.select(*nulls).collect()[0].asDict()
    for field in fields:
        if counts[field.name] and not field.nullable:
            raise MissingValueError(field.name, counts[field.name])
    return {name: count for name, count in counts.items() if count}
