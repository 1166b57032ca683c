"""Types of columns of texts, from what most of their values are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F
from pyspark.sql import types as T

from saltus_training.expressions import array, literal, named
from saltus_training.ingest.values import is_missing, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

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
_DOUBLE = 3
# 00123 is a name made of digits, and would lose them as a number.
_PADDED = literal("^0[0-9]+$")


def infer_struct(texts: DataFrame, names: list[str]) -> T.StructType | None:
    """Finds the type of each column in one pass; no row reaches the driver.

    Args:
        texts: String columns `c0`, `c1`, ...
        names: Their names.

    Returns:
        A nullable field for each: the narrowest type that all but a few of its values are of,
        string if there is none. `None` if there are no rows.
    """
    present = f"not {is_missing('text', T.DoubleType())}"
    counts = {"present": f"count_if({present})", "padded": f"count_if(text rlike {_PADDED})"}
    for index, kind in enumerate(_KINDS):
        counts[f"k{index}"] = f"count_if({present} and {parse('text', kind)} is not null)"
    # A row for each cell: a thousand columns take no more expressions than one.
    cells = array(f"c{index}" for index in range(len(names)))
    table = texts.selectExpr(f"posexplode({cells}) as (position, text)")
    found = {
        row["position"]: row.asDict()
        for row in table.groupBy("position").agg(*map(F.expr, named(counts))).collect()
    }
    if not found:
        return None
    fields = [T.StructField(name, _kind(found[index])) for index, name in enumerate(names)]
    return T.StructType(fields)


def _kind(found: Mapping[str, int]) -> T.DataType:
    present = found["present"]
    if not present or found["padded"] > (1 - MOST) * present:
        return T.StringType()
    counts = [found[f"k{index}"] for index in range(len(_KINDS))]
    # An integer column with some fractions is one of doubles, however few they are.
    for index, kind in enumerate(_KINDS):
        wider = counts[_DOUBLE] if isinstance(kind, T.IntegralType) else counts[index]
        if counts[index] >= MOST * present and counts[index] == wider:
            return kind
    return T.StringType()
