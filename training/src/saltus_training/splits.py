"""Training rows and rows to evaluate on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from saltus_training.sampling import ROW_KEY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pyspark.sql import Column, DataFrame

_BUCKETS = 1_000_000


@dataclass(frozen=True, slots=True)
class Split:
    """Two parts of one frame that share no row.

    Attributes:
        train: What a pipeline is fitted on.
        test: What it is evaluated on; nothing may be learned from it.
    """

    train: DataFrame
    test: DataFrame


def split_by_time(frame: DataFrame, column: str, boundary: datetime) -> Split:
    """Train on what came before a moment, evaluate on what came at or after it.

    A model is asked about the future, so rows of one day on both sides, as a random split gives,
    would promise more than it keeps. Rows without a time are in neither part.

    Args:
        frame: The rows.
        column: A timestamp column.
        boundary: The first moment of the evaluated part, with a time zone.

    Returns:
        Both parts.

    Raises:
        ValueError: `boundary` has no time zone.
    """
    if boundary.tzinfo is None:
        message = f"the boundary needs a time zone: {boundary.isoformat()}"
        raise ValueError(message)
    moment = F.lit(boundary.isoformat()).cast("timestamp")
    before = F.col(column) < moment
    return Split(train=frame.where(before), test=frame.where(~before))


def split_by_group(
    frame: DataFrame, columns: Sequence[str], *, evaluated: float, seed: int
) -> Split:
    """Keep all rows of a group on one side: a model is asked about groups it has never seen.

    Args:
        frame: The rows.
        columns: What makes a group, for example a customer's number.
        evaluated: The share of groups to evaluate on, above 0 and below 1.
        seed: Another seed gives another split; the same gives the same on every cluster.

    Returns:
        Both parts.

    Raises:
        ValueError: `evaluated` is out of range.
    """
    if not 0 < evaluated < 1:
        message = f"the share of evaluated rows must be above 0 and below 1: {evaluated}"
        raise ValueError(message)
    bucket = fold_of(columns, seed, _BUCKETS)
    chosen = bucket < F.lit(round(evaluated * _BUCKETS))
    return Split(train=frame.where(~chosen), test=frame.where(chosen))


def split_by_chance(frame: DataFrame, *, evaluated: float, seed: int) -> Split:
    """Pick rows to evaluate on at random, by their key and not by where they happen to lie.

    Args:
        frame: Rows with the column `row_key`.
        evaluated: The share of rows to evaluate on, above 0 and below 1.
        seed: Another seed gives another split; the same gives the same on every cluster.

    Returns:
        Both parts.

    Raises:
        ValueError: `evaluated` is out of range.
    """
    return split_by_group(frame, [ROW_KEY], evaluated=evaluated, seed=seed)


def fold_of(columns: Sequence[str], seed: int, folds: int) -> Column:
    """Which of some folds a row is in, 0 to `folds - 1`, by its columns alone."""
    return F.pmod(F.xxhash64(F.lit(seed), *columns), F.lit(folds))
