"""Statements of SQL: each expression with null, zero, negative and extreme values, and errors."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from case import Case
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.feature import OneHotEncoder, SQLTransformer, StringIndexer, VectorAssembler

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

NAN, INF = float("nan"), float("inf")
Rows = list[tuple[Any, ...]]

NUMBERS = "a int, b int, k long, y byte, h short, x double, z double, f float, c decimal(5,2)"
NUMBER_ROWS: Rows = [
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
EDGES = [*NUMBER_ROWS, ZERO, LARGEST, SMALLEST]

#: What raises on no row, each group in one statement.
SAFE_ON_NUMBERS = {
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
RAISING_ON_NUMBERS = {
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

TEXTS = "s string, t string, n int"
TEXT_ROWS: Rows = [
    ("Hello", "world", 2),
    ("", "", 0),
    (None, None, None),
    ("  padded\t ", "x", -3),
    ("ÄÖÜ ßtraße", "é", 1),
    ("日本語テキスト", "本", -2),
    ("😀 smile", "😀", 3),
    ("12", " 7 ", 12),
    ("-1.5e3", "1.5", 5),
    ("true", "NO", -100),
    ("NaN", "-Infinity", 2**31 - 1),
    ("2024-02-29", "2023-02-29", None),
    ("99999999999", "1e400", -(2**31)),
    ("İstanbul ΣΑΣ", "ﬁ", 4),
    ("a%b_c", "100%", 6),
    (".5", "+3.", 0),
    ("inf", "1d", 0),
    ("0x1A", "1 2", 0),
    ("7f", "T", 0),
    ("aXbXc", "X", 1),
]
SAFE_ON_TEXTS = {
    "case": "lower(s) | upper(s) | lcase(t) | ucase(t)",
    "trim": "trim(s) | ltrim(s) | rtrim(s) | trim(BOTH 'aX' FROM s) | trim(LEADING 'a' FROM s)"
    " | trim(TRAILING FROM s) | ltrim('Hxa', s)",
    "length": "length(s) | char_length(t) | length(n) | len(s)",
    "substring": "substring(s, 2, 3) | substr(s, n) | substring(s, n, 2) | substring(s, -3, 2)"
    " | substring(s, 0, 2) | left(s, 2) | left(s, n) | substring(s, 2, n) | substring(n, 1, 2)",
    "concat": "concat(s, t) | s || t | concat_ws('-', s, t, n) | concat(s, n) | concat_ws(s, t, t)"
    " | concat_ws(',', s) | s || n || 1.5",
    "compare_texts": "s = t | s < t | s <=> t | s >= 'a' | LEAST(s, t) | GREATEST(s, t, 'M')",
    "texts_in": "s IN ('Hello', '', 'é') | s NOT IN ('12', t) | s BETWEEN 'A' AND 'a'",
    "like": "s LIKE 'H%' | s LIKE '%l_o' | s NOT LIKE '%' | s LIKE '' | s LIKE '_____'"
    " | t LIKE '%%' | s LIKE '日%ト' | s LIKE '_ %'",
    "search": "startswith(s, t) | endswith(s, 'o') | contains(s, t)",
    "choose_texts": "COALESCE(s, t, 'none') | NULLIF(s, '') | NVL(s, 'x')"
    " | CASE WHEN length(s) > 5 THEN upper(s) ELSE trim(t) END | IF(s = '', null, s)",
    "try_texts": "TRY_CAST(s AS int) | TRY_CAST(s AS double) | TRY_CAST(t AS boolean)"
    " | TRY_CAST(s AS decimal(6,2)) | TRY_CAST(t AS float) | TRY_CAST(t AS bigint)"
    " | TRY_CAST(s AS tinyint) | TRY_CAST(s AS date) | TRY_CAST(t AS decimal(3,1))",
}
RAISING_ON_TEXTS = {
    "text_to_int": "CAST(s AS int)",
    "text_to_long": "bigint(t)",
    "text_to_byte": "CAST(s AS tinyint)",
    "text_to_double": "CAST(s AS double)",
    "text_to_float": "CAST(t AS float)",
    "text_to_decimal": "CAST(s AS decimal(6,2))",
    "text_to_boolean": "CAST(t AS boolean)",
    "text_plus_int": "s + 1",
    "text_above_double": "s > 1.5",
    "text_beside_int": "COALESCE(n, s)",
    "text_equals_int": "n = t",
    "text_to_date": "to_date(s)",
}

TIMES = "d date, e date, w timestamp, n int, s string"


def _time(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


TIME_ROWS: Rows = [
    (
        dt.date(2024, 2, 29),
        dt.date(2023, 12, 31),
        _time("2024-02-29T13:14:15.123456"),
        1,
        "2024-3-1",
    ),
    (
        dt.date(1970, 1, 1),
        dt.date(1969, 12, 31),
        _time("1969-12-31T23:59:59.999999"),
        -1,
        "1970-01-01",
    ),
    (None, None, None, None, None),
    (dt.date(2021, 1, 3), dt.date(2020, 12, 28), _time("2021-01-03T00:00:00"), 400, " 2021 "),
    (dt.date(1582, 10, 15), dt.date(1900, 2, 28), _time("1900-01-01T12:30:00.5"), 0, "1900-02"),
    (
        dt.date(9999, 12, 31),
        dt.date(5, 1, 1),
        _time("2038-01-19T03:14:08"),
        800,
        "2024-02-29T01:02",
    ),
]
BAD_TIMES: Rows = [
    (dt.date(2024, 1, 1), None, _time("2024-01-01T00:00:00"), 1, "2023-02-29"),
    (dt.date(2024, 1, 1), None, _time("2024-01-01T00:00:00"), 1, "yesterday"),
    (dt.date(2024, 1, 1), None, _time("2024-01-01T00:00:00"), 1, ""),
]
SAFE_ON_TIMES = {
    "date_parts": "year(d) | quarter(d) | month(d) | day(d) | dayofmonth(e) | dayofweek(d)"
    " | weekday(d) | dayofyear(d) | weekofyear(d) | weekofyear(e) | extract(YEAR FROM d)"
    " | extract(DOY FROM e)",
    "time_parts": "hour(w) | minute(w) | second(w) | year(w) | dayofweek(w) | extract(HOUR FROM w)"
    " | hour(d)",
    "date_arithmetic": "date_add(e, n) | date_sub(d, 3) | datediff(d, e) | date_diff(w, e)"
    " | e + 1 | d - n",
    "compare_times": "d > e | d = w | w >= e | d BETWEEN e AND date '2024-12-31' | d <=> null"
    " | w > timestamp '2000-01-01 00:00:00' | d IN (date '1970-01-01')",
    "times_to_others": "CAST(d AS string) | CAST(w AS string) | CAST(w AS date)"
    " | CAST(d AS timestamp) | CAST(w AS bigint) | CAST(w AS double) | to_date(w)",
    "choose_times": "COALESCE(d, date '2000-01-01') | IF(n > 0, d, e) | GREATEST(d, e)"
    " | LEAST(w, d)",
    "texts_to_dates": "to_date(s) | CAST(s AS date) | year(s) | datediff(d, s) | d > s",
    "texts_to_timestamps": "to_timestamp(s) | hour(s) | CAST(s AS timestamp)",
}
RAISING_ON_TIMES = {"bad_dates": "CAST(s AS date)", "bad_timestamps": "to_timestamp(s)"}


def cases(spark: SparkSession) -> Iterator[Case]:
    yield from groups(SAFE_ON_NUMBERS, NUMBERS, EDGES)
    yield from groups(RAISING_ON_NUMBERS, NUMBERS, EDGES)
    yield from groups(SAFE_ON_TEXTS, TEXTS, TEXT_ROWS)
    yield from groups(RAISING_ON_TEXTS, TEXTS, TEXT_ROWS)
    yield from groups(SAFE_ON_TIMES, TIMES, TIME_ROWS)
    yield from groups(RAISING_ON_TIMES, TIMES, [*TIME_ROWS, *BAD_TIMES])
    yield from without_ansi_rules()
    yield from statements()
    yield pipeline(spark)
    yield decimals()


def groups(groups: dict[str, str], schema: str, rows: Rows) -> Iterator[Case]:
    for name, expressions in groups.items():
        columns = [
            f"{expression} AS c{index}" for index, expression in enumerate(expressions.split(" | "))
        ]
        statement = f"SELECT *, {', '.join(columns)} FROM __THIS__"  # noqa: S608 - no database
        yield Case(name, SQLTransformer(statement=statement), schema, rows)


#: Without ANSI rules a text beside a number is refused.
ANSI_ONLY = ("text_plus_int", "text_above_double", "text_beside_int", "text_equals_int")


def without_ansi_rules() -> Iterator[Case]:
    """The same expressions, of which none raises then: integers wrap, the rest is null."""
    texts = {name: text for name, text in RAISING_ON_TEXTS.items() if name not in ANSI_ONLY}
    for name, raising, schema, rows in (
        ("numbers", RAISING_ON_NUMBERS, NUMBERS, EDGES),
        ("texts", texts, TEXTS, TEXT_ROWS),
        ("times", RAISING_ON_TIMES, TIMES, [*TIME_ROWS, *BAD_TIMES]),
    ):
        joined = {f"without_ansi_{name}": " | ".join(raising.values())}
        for case in groups(joined, schema, rows):
            yield replace(case, ansi=False)
    mixed = {"without_ansi_types": "a + f | f * k | GREATEST(f, a) | COALESCE(f, b) | f > a"}
    for case in groups(mixed, NUMBERS, EDGES):
        yield replace(case, ansi=False)


def statements() -> Iterator[Case]:
    for name, statement in {
        "projection": "SELECT a, x + 1 AS y FROM __THIS__",
        "renamed": "SELECT x AS y, A AS b, s FROM __THIS__",
        "qualified": "SELECT t.*, `T`.`X` * 2 c FROM __THIS__ t",
        "filtered": "SELECT *, a + 1 AS c FROM __THIS__ WHERE a > 0 AND s <> ''",
        "only_filtered": "SELECT * FROM __THIS__ WHERE x IS NOT NULL",
    }.items():
        rows: Rows = [(1, 2.5, "q"), (None, None, None), (-3, NAN, ""), (4, -0.0, "é")]
        yield Case(name, SQLTransformer(statement=statement), "a int, x double, s string", rows)


def decimals() -> Case:
    """A literal such as 0.5 makes decimals, which an assembler takes as numbers."""
    derived = SQLTransformer(statement="SELECT *, a * 0.1 AS tenth, c / 3 AS third FROM __THIS__")
    assembler = VectorAssembler(
        inputCols=["tenth", "third", "c"], outputCol="features", handleInvalid="keep"
    )
    rows: Rows = [
        (7, Decimal("0.10")),
        (-3, Decimal("-999.99")),
        (None, None),
        (2**31 - 1, Decimal("0.00")),
    ]
    model = PipelineModel(stages=[derived, assembler])
    return Case("assembled_decimals", model, "a int, c decimal(5,2)", rows)


def pipeline(spark: SparkSession) -> Case:
    schema = "carrier string, origin string, departed timestamp, distance int, delay double"
    names = ["UA", "aa ", " Dl", "UA", "AA", "dl", "UA", "AA"]
    train = [
        (
            name,
            "EWR" if index % 3 else "JFK",
            _time(f"2013-0{index + 1}-0{index + 2}T0{index}:30:00"),
            200 * index + 90,
            None if index == 2 else 3.5 * index - 4,
        )
        for index, name in enumerate(names)
    ]
    derived = SQLTransformer(
        statement="""
        SELECT *, concat_ws('-', upper(trim(carrier)), origin) AS route,
               CASE WHEN hour(departed) BETWEEN 2 AND 5 THEN 'early' ELSE 'late' END AS part,
               log1p(distance) AS log_distance, COALESCE(delay, 0) * 0.5 AS half_delay,
               IF(delay > 1, 1.0D, 0.0D) AS label
        FROM __THIS__ WHERE distance > 0"""
    )
    # The route is dropped again before the model sees it.
    narrowed = SQLTransformer(
        statement="SELECT route_i, part, departed, distance, log_distance, half_delay, label"
        " FROM __THIS__"
    )
    stages = [
        derived,
        StringIndexer(inputCol="route", outputCol="route_i", handleInvalid="keep"),
        narrowed,
        StringIndexer(inputCol="part", outputCol="part_i"),
        OneHotEncoder(inputCols=["route_i", "part_i"], outputCols=["route_v", "part_v"]),
        VectorAssembler(
            inputCols=["route_v", "part_v", "log_distance", "half_delay"], outputCol="features"
        ),
        LogisticRegression(maxIter=20, regParam=0.01),
    ]
    model = Pipeline(stages=stages).fit(spark.createDataFrame(train, schema))
    rows = [
        *train,
        ("ZZ", "LGA", _time("2013-01-01T03:00:00"), 10, 2.0),
        ("UA", None, _time("2013-01-01T23:59:59.999999"), 1, None),
        ("UA", "JFK", None, 5, 0.0),
        ("UA", "JFK", _time("2013-01-01T03:00:00"), None, 1.0),
        ("UA", "JFK", _time("2013-01-01T03:00:00"), -1, 1.0),
    ]
    return Case("sql_pipeline", model, schema, rows)
