"""Numbers, as the request model reads those of JSON."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pyspark.sql import functions as F
from pyspark.sql import types as T
from saltus_schema.types.integer import EXACT

from saltus_training.quality.reading import Reading, first_code, refused, spark_type

if TYPE_CHECKING:
    from pyspark.sql import Column
    from saltus_schema.types.floating import FloatingType
    from saltus_schema.types.integer import IntegerType

FLOATING = (T.FloatType, T.DoubleType)
NUMERIC = (T.IntegralType, T.DecimalType, *FLOATING)


def read_integer(kind: IntegerType, column: Column, source: T.DataType) -> Reading:
    """Reads whole numbers; a double may hold one, up to 2^53 where none has lost digits."""
    if not isinstance(source, NUMERIC):
        return refused(kind)
    end = float(2 ** (kind.bits - 1))
    if isinstance(source, FLOATING):
        number = column.cast("double")
        code = first_code(
            (F.isnan(number), "not_finite"),
            (F.rint(number) != number, "wrong_type"),
            ((number < F.lit(-end)) | (number >= F.lit(end)), "out_of_range"),
            (F.abs(number) > F.lit(EXACT), "wrong_type"),
        )
    else:
        number = column
        whole = number.try_cast("long")
        outside = whole.isNull() | (whole < F.lit(-(2 ** (kind.bits - 1))))
        outside |= whole > F.lit(2 ** (kind.bits - 1) - 1)
        code = first_code((outside, "out_of_range"))
        if isinstance(source, T.DecimalType) and source.scale:
            code = F.when(F.floor(number) != number, F.lit("wrong_type")).otherwise(code)
    return Reading.of(code, number.try_cast(spark_type(kind)))


def read_floating(kind: FloatingType, column: Column, source: T.DataType) -> Reading:
    """Reads finite numbers; those of a `float` stay doubles, which its range is compared with."""
    if not isinstance(source, NUMERIC):
        return refused(kind)
    number = column.cast("double")
    return Reading.of(
        first_code(
            (F.isnan(number), "not_finite"),
            (F.abs(number) >= F.lit(min(kind.overflow, math.inf)), "out_of_range"),
        ),
        number,
    )
