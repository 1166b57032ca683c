"""How far predicted probabilities are from what happened."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pyspark.ml.functions import vector_to_array
from pyspark.sql import functions as F

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

# A probability of 0 would cost infinitely much. scikit-learn clips at the same place.
_SMALLEST = sys.float_info.epsilon


def log_loss(answers: DataFrame, label: str) -> float:
    """The mean of -ln of the probability that each row's own class was given.

    Args:
        answers: Rows with the label, a class index, and the vector `probability`.
        label: The column with the truth.

    Returns:
        0 is perfect, ln of the number of classes is chance.
    """
    given = probability_of(F.col(label).cast("int"))
    clipped = F.greatest(F.least(given, F.lit(1 - _SMALLEST)), F.lit(_SMALLEST))
    (row,) = answers.select(F.avg(-F.log(clipped))).collect()
    return float(row[0])


def probability_of(index: Column) -> Column:
    """The probability of one class; 0 where the model has never seen it."""
    array = vector_to_array(F.col("probability"))
    return F.when(index < F.size(array), F.get(array, index)).otherwise(F.lit(0.0))
