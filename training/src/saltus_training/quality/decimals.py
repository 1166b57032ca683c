"""Decimal numbers: exact, or of the few digits that a double holds."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pyspark.sql import types as T
from saltus_schema.types.decimal import DIGITS_OF_A_DOUBLE
from saltus_schema.types.integer import EXACT

from saltus_training.expressions import first_code, literal
from saltus_training.quality.numbers import FLOATING
from saltus_training.quality.reading import Reading, refused

if TYPE_CHECKING:
    from saltus_schema.types.decimal import DecimalType

    from saltus_training.expressions import Sql

_PLAIN = literal(r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?\z")
_WHOLE, _FRACTION = literal("^-?0*([0-9]*)"), literal(r"\.([0-9]+)$")
_SIGN_AND_POINT, _OUTER_ZEROS = literal("[-.]"), literal("^0+|0+$")


def read_decimal(kind: DecimalType, column: Sql, source: T.DataType) -> Reading:
    """Reads decimals, whole numbers, doubles of up to 15 digits, and strings of plain digits."""
    match source:
        case T.StringType():
            return _read_text(kind, column)
        case T.DecimalType() | T.IntegralType():
            return _read_exact(kind, column, source)
        case _ if isinstance(source, FLOATING):
            return _read_double(kind, f"cast({column} as double)")
    return refused(kind)


def _read_text(kind: DecimalType, text: Sql) -> Reading:
    whole = f"regexp_extract({text}, {_WHOLE}, 1)"
    fraction = f"regexp_extract({text}, {_FRACTION}, 1)"
    code = first_code(
        (f"not ({text} rlike {_PLAIN})", "wrong_type"),
        (f"length({fraction}) > {kind.scale}", "wrong_type"),
        (f"length({whole}) > {kind.whole_digits}", "out_of_range"),
    )
    return Reading.of(code, f"if({code} is null, try_cast({text} as {kind}), null)")


def _read_exact(kind: DecimalType, number: Sql, source: T.DataType) -> Reading:
    value = f"try_cast({number} as {kind})"
    scale = source.scale if isinstance(source, T.DecimalType) else 0
    loses = (f"round({number}, {kind.scale}) != {number}", "wrong_type")
    code = first_code(
        *([loses] if scale > kind.scale else ()), (f"{value} is null", "out_of_range")
    )
    return Reading.of(code, value)


def _read_double(kind: DecimalType, number: Sql) -> Reading:
    # What a double of few digits was written as, to the scale: no exponent, dot as the point.
    text = f"format_string('%.{kind.scale}f', {number})"
    digits = f"regexp_replace({text}, {_SIGN_AND_POINT}, '')"
    digits = f"regexp_replace({digits}, {_OUTER_ZEROS}, '')"
    is_whole = f"rint({number}) = {number}"
    value = f"try_cast({text} as {kind})"
    # Infinities as well. The end itself may be rounded to a double beyond it.
    end = literal(float(Decimal((0, (9,) * kind.precision, -kind.scale))))
    code = first_code(
        (f"isnan({number})", "not_finite"),
        (f"abs({number}) > {end}", "out_of_range"),
        (f"try_cast({text} as double) != {number}", "wrong_type"),
        (f"{value} is null", "out_of_range"),
        (f"{is_whole} and abs({number}) > {EXACT}", "wrong_type"),
        (f"not {is_whole} and length({digits}) > {DIGITS_OF_A_DOUBLE}", "wrong_type"),
    )
    return Reading.of(code, f"if({code} is null, {value}, null)")
