"""Why a function or an expression is refused, and what to do instead."""

from __future__ import annotations

from sqlglot import exp

from saltus_training.sql.refusal import ELSEWHERE

_ALONE = "compute it before the pipeline: a bundle scores each row by itself"
_AGGREGATE = ("an aggregate reads all rows", _ALONE)
_CHANGING = ("it gives another value each time", "make it a column of the request")
_GENERATOR = ("it makes several rows of one", _ALONE)
_WINDOW = ("a window function reads other rows", _ALONE)
_SUBQUERY = ("a subquery reads a table", _ALONE)

_BY_NAME = {
    **dict.fromkeys(
        ("any_value", "approx_count_distinct", "avg", "bool_and", "bool_or"), _AGGREGATE
    ),
    **dict.fromkeys(("collect_list", "collect_set", "corr", "count", "count_if"), _AGGREGATE),
    **dict.fromkeys(("every", "first", "first_value", "kurtosis", "last"), _AGGREGATE),
    **dict.fromkeys(("last_value", "max", "max_by", "mean", "median", "min", "min_by"), _AGGREGATE),
    **dict.fromkeys(("mode", "percentile", "percentile_approx", "skewness", "some"), _AGGREGATE),
    **dict.fromkeys(("std", "stddev", "stddev_pop", "stddev_samp", "sum"), _AGGREGATE),
    **dict.fromkeys(("var_pop", "var_samp", "variance"), _AGGREGATE),
    **dict.fromkeys(("curdate", "current_date", "current_timestamp", "now"), _CHANGING),
    **dict.fromkeys(("localtimestamp", "current_user", "user", "uuid"), _CHANGING),
    **dict.fromkeys(("rand", "randn", "random", "randstr", "shuffle"), _CHANGING),
    **dict.fromkeys(("input_file_name", "monotonically_increasing_id"), _CHANGING),
    "spark_partition_id": _CHANGING,
    **dict.fromkeys(("explode", "explode_outer", "inline", "posexplode", "stack"), _GENERATOR),
}
_BY_CLASS = (
    (exp.Window, _WINDOW),
    ((exp.Query, exp.Exists), _SUBQUERY),
    ((exp.CurrentDate, exp.CurrentTimestamp, exp.CurrentUser), _CHANGING),
)
_UNKNOWN_FUNCTION = ("there is no such function in a bundle", ELSEWHERE)
_UNKNOWN = ("a bundle has no such expression", ELSEWHERE)


def why_not(node: exp.Expr) -> tuple[str, str]:
    """Returns why a node is refused, and what to do."""
    if isinstance(node, exp.Anonymous):
        return _BY_NAME.get(node.name.lower(), _UNKNOWN_FUNCTION)
    return next((why for classes, why in _BY_CLASS if isinstance(node, classes)), _UNKNOWN)
