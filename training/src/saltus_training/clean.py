"""What is done to rows once, before they are learned from; each takes a frame and gives one.

What has to happen to a request as well belongs into the pipeline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from saltus_training.spark_types import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.sql import Column, DataFrame

# Of the rank, which is what Spark's approximate quantiles take.
_ERROR = 0.001


def without_duplicates(frame: DataFrame, columns: Sequence[str] | None = None) -> DataFrame:
    """Keep one of the rows that are equal in some columns, or in all.

    Args:
        frame: The rows.
        columns: What makes two rows equal; all columns if `None`. Which of several rows with other
            values elsewhere stays is not defined, so name what tells them apart.
    """
    return frame.dropDuplicates(list(columns) if columns is not None else None)


def where_possible(frame: DataFrame, *conditions: Column) -> DataFrame:
    """Drop rows that cannot be: those for which a condition is false.

    Args:
        frame: The rows.
        conditions: For example `F.col("age") >= 0`. A row for which one is unknown, because of a
            missing value, stays: gaps are for the pipeline.
    """
    for condition in conditions:
        frame = frame.where(F.coalesce(condition, F.lit(True)))
    return frame


def without_outliers(frame: DataFrame, columns: Sequence[str], reach: float = 3.0) -> DataFrame:
    """Drop rows far outside the middle half of a column (Tukey's fences).

    Args:
        frame: The rows.
        columns: Numeric columns. Rows without a value stay.
        reach: How many times the width of the middle half a value may lie beyond it.

    Raises:
        ValueError: `reach` is negative.
    """
    if reach < 0:
        raise ValueError(f"the reach must not be negative: {reach}")
    quartiles = frame.approxQuantile(list(columns), [0.25, 0.75], _ERROR)
    for name, found in zip(columns, quartiles, strict=True):
        if len(found) == 2:
            low, high = found
            margin = reach * (high - low)
            inside = F.col(quoted(name)).between(low - margin, high + margin)
            frame = where_possible(frame, inside)
    return frame
