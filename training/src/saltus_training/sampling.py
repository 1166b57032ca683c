"""Choose rows by what they are, not by the order in which they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.sql import DataFrame

ROW_KEY = "row_key"

_BUCKETS = 1_000_000


def with_row_key(frame: DataFrame, identity: Sequence[str]) -> DataFrame:
    """Add the column `row_key`: a 64-bit number that follows from the identity of a row alone.

    Args:
        frame: The rows.
        identity: The columns that tell one row from another.

    Returns:
        The rows with the column `row_key`.
    """
    return frame.withColumn(ROW_KEY, F.xxhash64(*identity))


def sample_by_key(frame: DataFrame, fraction: float) -> DataFrame:
    """Keep a fixed share of the rows: the same rows in every run and on every cluster.

    A larger share contains every row of a smaller one.

    Args:
        frame: Rows with the column `row_key`.
        fraction: The share to keep, above 0 and up to 1.

    Returns:
        The rows whose key falls into the share.

    Raises:
        ValueError: `fraction` is out of range.
    """
    if not 0 < fraction <= 1:
        message = f"the fraction of rows must be above 0 and up to 1: {fraction}"
        raise ValueError(message)
    bucket = F.pmod(F.col(ROW_KEY), F.lit(_BUCKETS))
    return frame.where(bucket < F.lit(round(fraction * _BUCKETS)))


def in_fixed_order(frame: DataFrame, partitions: int) -> DataFrame:
    """Spread rows over partitions by their key and sort them there.

    What a forest samples depends on partition and position of a row; without this it would
    depend on the number of cores as well.

    Args:
        frame: Rows with the column `row_key`.
        partitions: How many partitions.

    Returns:
        The same rows.
    """
    return frame.repartition(partitions, ROW_KEY).sortWithinPartitions(ROW_KEY)
