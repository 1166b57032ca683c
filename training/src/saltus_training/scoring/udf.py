"""A function for SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F

# The import lets Spark's pickle take the worker by value.
from saltus_training.scoring import frame as _frame  # noqa: F401
from saltus_training.scoring import worker
from saltus_training.scoring.model import ScoringModel
from saltus_training.scoring.types import spark_type

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import SparkSession


def register_udf(
    spark: SparkSession, name: str, bundle: str | Path | ScoringModel, *, output: str = "prediction"
) -> list[str]:
    """Register a function that SQL calls with the bundle's inputs; null where Spark drops the row.

    It goes row by row: where there is a frame, `score` is several times faster.

    Args:
        spark: The session that gets the function.
        name: What SQL calls it.
        bundle: A zip file that the driver can read, or the loaded model.
        output: The column that it returns.

    Returns:
        The names of its arguments, in order.

    Raises:
        ScoringError: The bundle cannot be used, or has no such output.
    """
    model = bundle if isinstance(bundle, ScoringModel) else ScoringModel.load(bundle)
    scorer = model.scorer([output])
    (column,) = scorer.outputs
    function = F.udf(worker.row_scorer(model.content, output), spark_type(column.type))
    spark.udf.register(name, function)
    return [each.name for each in scorer.inputs]
