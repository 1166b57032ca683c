"""Training rows and rows to evaluate on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyspark.sql import functions as F

if TYPE_CHECKING:
    from datetime import datetime

    from pyspark.sql import DataFrame


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
