"""Types of columns of texts, from what most of their values are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F
from pyspark.sql import types as T

from saltus_training.ingest.values import is_missing, parse
from saltus_training.spark_types import quoted

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

# A column is of a type if this share of its values is; the others are kept aside.
MOST = 0.95

_KINDS: tuple[T.DataType, ...] = (
    T.BooleanType(),
    T.IntegerType(),
    T.LongType(),
    T.DoubleType(),
    T.DateType(),
    T.TimestampType(),
)
# 00123 is a name made of digits, and would lose them as a number.
_PADDED = r"^0[0-9]+$"


def infer_struct(texts: DataFrame, names: list[str]) -> T.StructType:
    """Finds the type of each column in one pass; no row reaches the driver.

    Args:
        texts: String columns.
        names: Which of them.

    Returns:
        A nullable field for each: the narrowest type that all but a few of its values are of,
        string if there is none.
    """
    aggregates = []
    for position, name in enumerate(names):
        text = F.col(quoted(name))
        present = ~is_missing(text, T.DoubleType())
        aggregates.append(F.count_if(present).alias(f"{position}.present"))
        aggregates.append(F.count_if(text.rlike(_PADDED)).alias(f"{position}.padded"))
        for index, kind in enumerate(_KINDS):
            fits = present & F.isnotnull(parse(text, kind))
            aggregates.append(F.count_if(fits).alias(f"{position}.{index}"))
    (row,) = texts.agg(*aggregates).collect()
    found = row.asDict()
    return T.StructType([T.StructField(name, _kind(found, i)) for i, name in enumerate(names)])


def _kind(found: dict[str, int], position: int) -> T.DataType:
    present = found[f"{position}.present"]
    if not present or found[f"{position}.padded"] > (1 - MOST) * present:
        return T.StringType()
    counts = [found[f"{position}.{index}"] for index in range(len(_KINDS))]
    # An integer column with some fractions is one of doubles, however few they are.
    for index, kind in enumerate(_KINDS):
        wider = counts[3] if isinstance(kind, T.IntegralType) else counts[index]
        if counts[index] >= MOST * present and counts[index] == wider:
            return kind
    return T.StringType()
