"""Expressions of texts."""

from __future__ import annotations

from typing import Any

SCHEMA = "s string, t string, n int"
ROWS: list[tuple[Any, ...]] = [
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
SAFE = {
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
RAISING = {
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
