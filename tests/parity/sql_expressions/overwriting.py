"""Statements that give a new column the name of one that is there."""

from __future__ import annotations

from typing import Any

SCHEMA = "a int, x double, s string"

ROWS: list[tuple[Any, ...]] = [
    (1, 2.5, " q "),
    (None, None, None),
    (-3, float("nan"), ""),
    (4, -0.0, "é\t"),
]

#: The columns that are overwritten, by statement.
STATEMENTS = {
    "overwritten": ("SELECT trim(s) AS s, a, x + a AS x FROM __THIS__", ("s", "x")),
    "swapped": (
        "SELECT CAST(a AS double) AS x, length(s) AS a, CAST(x AS string) AS s FROM __THIS__",
        ("a", "x", "s"),
    ),
    "overwritten_and_filtered": (
        "SELECT a, upper(s) AS s FROM __THIS__ WHERE s <> '' AND x > -1",
        ("s",),
    ),
}
