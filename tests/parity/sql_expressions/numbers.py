"""Expressions of numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

NAN, INF = float("nan"), float("inf")

SCHEMA = "a int, b int, k long, y byte, h short, x double, z double, f float, c decimal(5,2)"
ROWS: list[tuple[Any, ...]] = [
    (7, 2, 1 << 40, 5, 300, 2.5, -0.75, 1.5, Decimal("12.34")),
    (-7, 3, -9, -6, -301, -2.5, 1e-3, -0.1, Decimal("-0.05")),
    (None, None, None, None, None, None, None, None, None),
    (1, None, 3, None, 7, None, 2.0, None, Decimal("1.00")),
    (None, 4, None, 2, None, 0.5, None, 2.5, None),
    (5, 9, 2**53 + 1, 11, -2, NAN, INF, NAN, Decimal("999.99")),
    (-1, 1, -(2**62), 1, 1, -INF, 12345678.9, -INF, Decimal("-999.99")),
    (6, -4, 99, 3, 12, 1e300, -1e-300, 3e38, Decimal("2.50")),
]
ZERO: tuple[Any, ...] = (0, 0, 0, 0, 0, 0.0, -0.0, 0.0, Decimal("0.00"))
LARGEST: tuple[Any, ...] = (
    *(2**31 - 1, -(2**31), 2**63 - 1, 127, 2**15 - 1),
    *(1.7976931348623157e308, 5e-324, 3.4028235e38, Decimal("999.99")),
)
SMALLEST: tuple[Any, ...] = (
    *(-(2**31), -1, -(2**63), -128, -(2**15)),
    *(-1.7976931348623157e308, -4.9, -3.4028235e38, Decimal("-999.99")),
)
EDGES = [*ROWS, ZERO, LARGEST, SMALLEST]

#: What raises on no row, each group in one statement.
SAFE = {
    "comparison": "a = b | a <> b | a < k | a <= x | c > a | c >= 1.5 | x = z | f = x"
    " | y < h | 1 > x",
    "null_safe": "a <=> b | x <=> null | c <=> null | a is distinct from b | x <=> x",
    "logic": "a > 1 AND b > 1 | a > 1 OR b > 1 | NOT a > b | !(a = 1) | (a > 1) IS TRUE"
    " | (a > b) IS NOT FALSE | null AND a > 1 | null OR a > 1 | a > 1 = (b > 1)",
    "membership": "a IN (1, 7, null) | a NOT IN (7, 2) | x IN (2.5, 1) | c IN (1, 2.5)"
    " | a IN (b, 5, k) | f IN (1.5)",
    "between": "a BETWEEN 0 AND 6 | x NOT BETWEEN z AND 2 | c BETWEEN -1 AND 12.34",
    "nulls": "a IS NULL | a IS NOT NULL | isnull(x) | isnotnull(c) | isnan(x) | isnan(f)"
    " | isnan(a)",
    "conditional": "IF(a > b, a, b) | CASE WHEN a > 1 THEN x WHEN b > 2 THEN z ELSE a END"
    " | CASE a WHEN 7 THEN 'seven' WHEN b THEN 'b' END | CASE WHEN x > 0 THEN c ELSE a END"
    " | IF(null, 1, 2) | IF(a > 1, null, f)",
    "coalesce": "COALESCE(a, b, 0) | NVL(x, z) | IFNULL(c, a) | NULLIF(a, 7) | NVL2(a, x, c)"
    " | COALESCE(null, y, 1) | NULLIF(x, a) | COALESCE(f, a) | NANVL(x, z) | NANVL(f, f)"
    " | NANVL(a, 1)",
    "extremes": "LEAST(a, b, 3) | GREATEST(x, z) | GREATEST(c, a) | LEAST(x, a, null)"
    " | GREATEST(f, 1) | LEAST(y, h)",
    "doubles": "x + z | x - z | x * z | -x | +x | abs(x) | f + f | f * f | f - x | x * 0.5 | -f"
    " | x + a | f + a | abs(f) | x * 2L | 1e3 + x | 2F * f",
    "decimals": "c + c | c - a | c * 2 | c * c | a * 0.5 | k * 0.25 | -c | abs(c) | c + 1.25"
    " | y * 1.5 | c * x | 1.10 * 2 | c + k",
    "ceil_floor": "ceil(x) | floor(x) | ceil(c) | floor(c) | ceil(a) | floor(k) | ceiling(f)",
    "rounding": "round(x) | round(x, 1) | round(x, -2) | round(f, 1) | round(c) | round(c, 1)"
    " | round(z, 2) | bround(c, 1) | bround(x) | round(y, 1) | bround(z, 1)",
    "roots": "sqrt(x) | cbrt(z) | sign(x) | signum(a) | sign(c) | sqrt(a)",
    "logarithms": "ln(x) | log(z) | log10(a) | log2(x) | log1p(z) | log(2, a) | log(z, x)",
    "powers": "exp(z) | expm1(z) | pow(a, 2) | power(x, 0.5) | pow(z, y)",
    "angles": "sin(z) | cos(a) | tan(y) | asin(z) | acos(z) | atan(x) | atan2(z, a) | sinh(z)"
    " | cosh(z) | tanh(a) | radians(a) | degrees(z)",
    "widening": "CAST(a AS bigint) | CAST(a AS double) | CAST(k AS float) | CAST(y AS smallint)"
    " | CAST(f AS double) | CAST(x AS float) | CAST(a AS decimal(12,2)) | CAST(c AS double)"
    " | CAST(c AS float) | double(k) | CAST(c AS decimal(9,4)) | k::double",
    "to_boolean": "CAST(a AS boolean) | boolean(x) | CAST(c AS boolean) | int(a > 1)"
    " | CAST(a > 1 AS double) | CAST(a > 1 AS decimal(3,1))",
    "to_text": "CAST(a AS string) | string(k) | CAST(x AS string) | string(f) | CAST(c AS string)"
    " | CAST(a > 1 AS string) | CAST(z AS string) | y || '-' || h",
    "try_cast": "TRY_CAST(k AS int) | TRY_CAST(x AS int) | TRY_CAST(x AS decimal(4,1))"
    " | TRY_CAST(a AS tinyint) | TRY_CAST(f AS bigint) | TRY_CAST(c AS tinyint)"
    " | TRY_CAST(h AS tinyint) | TRY_CAST(x AS bigint)",
}
#: What raises on some rows, each alone.
RAISING = {
    "add_int": "a + b",
    "add_long": "k + k",
    "add_byte": "y + y",
    "subtract_short": "h - 32767S",
    "subtract_int": "b - a",
    "multiply_int": "a * b",
    "multiply_long": "k * 3",
    "multiply_byte": "y * 2Y",
    "negate_int": "-a",
    "negate_long": "negative(k)",
    "abs_int": "abs(a)",
    "abs_byte": "abs(y)",
    "divide_ints": "a / b",
    "divide_doubles": "x / z",
    "divide_floats": "f / f",
    "divide_decimals": "c / 3",
    "divide_by_decimal": "a / c",
    "div": "a div b",
    "div_long": "k div b",
    "remainder_int": "a % b",
    "remainder_double": "x % z",
    "remainder_decimal": "c % a",
    "mod_float": "mod(f, 1.5F)",
    "pmod_int": "pmod(a, b)",
    "pmod_double": "pmod(x, a)",
    "guarded_quotient": "IF(b <> 0, a / b, 0)",
    "short_circuit": "b <> 0 AND a / b > 1",
    "cast_long_to_int": "CAST(k AS int)",
    "cast_int_to_byte": "CAST(a AS tinyint)",
    "cast_double_to_int": "CAST(x AS int)",
    "cast_double_to_long": "CAST(x AS bigint)",
    "cast_float_to_short": "CAST(f AS smallint)",
    "cast_decimal_to_byte": "CAST(c AS tinyint)",
    "cast_double_to_decimal": "CAST(x AS decimal(6,2))",
    "cast_float_to_decimal": "CAST(f AS decimal(6,3))",
    "cast_decimal_to_decimal": "CAST(c AS decimal(3,1))",
    "round_int": "round(a, -1)",
    "round_byte": "round(y, -1)",
}
