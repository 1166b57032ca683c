"""Decimal numbers: exact, or of the few digits that a double holds."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pyspark.sql import functions as F
from pyspark.sql import types as T
from saltus_schema.types.decimal import DIGITS_OF_A_DOUBLE
from saltus_schema.types.integer import EXACT

from saltus_training.quality.numbers import FLOATING
from saltus_training.quality.reading import Reading, first_code, refused

if TYPE_CHECKING:
    from pyspark.sql import Column
    from saltus_schema.types.decimal import DecimalType

_PLAIN = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"


def read_decimal(kind: DecimalType, column: Column, source: T.DataType) -> Reading:
    """Reads decimals, whole numbers, doubles of up to 15 digits, and strings of plain digits."""
    match source:
        case T.StringType():
            return _read_text(kind, column)
        case T.DecimalType() | T.IntegralType():
            return _read_exact(kind, column, source)
        case _ if isinstance(source, FLOATING):
            return _read_double(kind, column.cast("double"))
    return refused(kind)


def _read_text(kind: DecimalType, text: Column) -> Reading:
    whole = F.regexp_extract(text, r"^-?0*([0-9]*)", 1)
    fraction = F.regexp_extract(text, r"\.([0-9]+)$", 1)
    code = first_code(
        (~text.rlike(_PLAIN) | text.contains("\n"), "wrong_type"),
        (F.length(fraction) > F.lit(kind.scale), "wrong_type"),
        (F.length(whole) > F.lit(kind.whole_digits), "out_of_range"),
    )
    return Reading.of(code, F.when(code.isNull(), text.try_cast(str(kind))))


def _read_exact(kind: DecimalType, number: Column, source: T.DataType) -> Reading:
    value = number.try_cast(str(kind))
    scale = source.scale if isinstance(source, T.DecimalType) else 0
    code = first_code((value.isNull(), "out_of_range"))
    if scale > kind.scale:
        code = first_code((F.round(number, kind.scale) != number, "wrong_type"))
        code = F.coalesce(code, first_code((value.isNull(), "out_of_range")))
    return Reading.of(code, value)


def _read_double(kind: DecimalType, number: Column) -> Reading:
    # What a double of few digits was written as, to the scale: no exponent, dot as the point.
    text = F.format_string(f"%.{kind.scale}f", number)
    digits = F.regexp_replace(F.regexp_replace(text, "[-.]", ""), "^0+|0+$", "")
    is_whole = F.rint(number) == number
    few = F.length(digits) <= F.lit(DIGITS_OF_A_DOUBLE)
    value = text.try_cast(str(kind))
    # Infinities as well. The end itself may be rounded to a double beyond it.
    beyond = F.abs(number) > F.lit(float(Decimal((0, (9,) * kind.precision, -kind.scale))))
    code = first_code(
        (F.isnan(number), "not_finite"),
        (beyond, "out_of_range"),
        (text.try_cast("double") != number, "wrong_type"),
        (value.isNull(), "out_of_range"),
        (is_whole & (F.abs(number) > F.lit(EXACT)), "wrong_type"),
        (~is_whole & ~few, "wrong_type"),
    )
    return Reading.of(code, F.when(code.isNull(), value))
