"""Numbers, as the request model reads those of JSON."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pyspark.sql import types as T
from saltus_schema.types.integer import EXACT

from saltus_training.expressions import first_code, literal
from saltus_training.quality.reading import Reading, refused, sql_type

if TYPE_CHECKING:
    from saltus_schema.types.floating import FloatingType
    from saltus_schema.types.integer import IntegerType

    from saltus_training.expressions import Sql

FLOATING = (T.FloatType, T.DoubleType)
NUMERIC = (T.IntegralType, T.DecimalType, *FLOATING)


def read_integer(kind: IntegerType, column: Sql, source: T.DataType) -> Reading:
    """Reads whole numbers; a double may hold one, up to 2^53 where none has lost digits."""
    if not isinstance(source, NUMERIC):
        return refused(kind)
    end = 2 ** (kind.bits - 1)
    if isinstance(source, FLOATING):
        low, high = literal(-float(end)), literal(float(end))
        number = f"cast({column} as double)"
        code = first_code(
            (f"isnan({number})", "not_finite"),
            (f"rint({number}) != {number}", "wrong_type"),
            (f"{number} < {low} or {number} >= {high}", "out_of_range"),
            (f"abs({number}) > {EXACT}", "wrong_type"),
        )
    else:
        number, whole = column, f"try_cast({column} as bigint)"
        outside = f"{whole} is null or {whole} < {-end} or {whole} > {end - 1}"
        has_fraction = isinstance(source, T.DecimalType) and source.scale
        code = first_code(
            *([(f"floor({number}) != {number}", "wrong_type")] if has_fraction else ()),
            (outside, "out_of_range"),
        )
    return Reading.of(code, f"try_cast({number} as {sql_type(kind)})")


def read_floating(kind: FloatingType, column: Sql, source: T.DataType) -> Reading:
    """Reads finite numbers; those of a `float` stay doubles, which its range is compared with."""
    if not isinstance(source, NUMERIC):
        return refused(kind)
    number = f"cast({column} as double)"
    end = literal(min(float(kind.overflow), math.inf))
    code = first_code(
        (f"isnan({number})", "not_finite"), (f"abs({number}) >= {end}", "out_of_range")
    )
    return Reading.of(code, number)
