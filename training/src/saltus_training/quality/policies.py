"""What a field's policies say about the rows of a column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pyspark.sql import types as T
from saltus_schema.canonical import dumps
from saltus_schema.types.textual import TextualType

from saltus_training.expressions import NO_CODE, coalesce, first_code, literal, once
from saltus_training.quality.readers import read
from saltus_training.quality.reading import is_variant, nothing, sql_type

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from saltus_schema import FeatureSchema, FeatureType, Field
    from saltus_schema.violation import Code

    from saltus_training.expressions import Sql
    from saltus_training.quality.rows import Cells

LONGEST_EXAMPLE = 60

# What it takes no more than a comparison to read.
_CHEAP = (T.NumericType, T.BooleanType, T.DateType, T.TimestampType)


class Verdict(NamedTuple):
    """What becomes of each value.

    Attributes:
        error: The code of a violation; null where the value is accepted.
        warning: The code of what is unusual about an accepted value, or null.
    """

    error: Sql
    warning: Sql


def readings(schema: FeatureSchema, cells: Cells) -> DataFrame:
    """Adds a column `ri` for the field at `i`: what its reader makes of the values."""
    plain: list[Sql] = []
    costly: dict[str, Sql] = {}
    for position, field in enumerate(schema.inputs):
        if (source := cells.sources.get(field.name)) is None:
            continue
        pair = read(field.kind, f"c{position}", source).pair
        if isinstance(source, _CHEAP):
            plain.append(f"{pair} as r{position}")
        else:
            costly[f"r{position}"] = pair
    return once(cells.frame, costly).selectExpr("*", *plain)


def judge(field: Field, position: int, source: T.DataType | None) -> Verdict:
    """Judges a field as the request model does.

    Args:
        field: The field.
        position: Its place in the schema.
        source: The Spark type of its values, None where no row has any.
    """
    absent = "'missing'" if field.on_missing == "error" else NO_CODE
    if source is None:
        return Verdict(absent, NO_CODE)
    null = NO_CODE if field.nullable or field.on_missing == "default" else "'null'"
    is_absent, is_null = f"a{position}", _is_null(position, source)
    code, value = f"r{position}.code", f"r{position}.value"
    error = coalesce(code, _doubt(field, value, "error"))
    nothing_wrong = f"not {is_null} and not {is_absent} and {error} is null"
    warning = _doubt(field, value, "warn")
    return Verdict(
        error=f"case when {is_absent} then {absent} when {is_null} then {null} else {error} end",
        warning=NO_CODE if warning == NO_CODE else f"if({nothing_wrong}, {warning}, null)",
    )


def absent_value(field: Field) -> Sql:
    """Returns what takes the place of a missing value, as the field's SQL type."""
    if field.default is None:
        return nothing(field.kind)
    constant = f"parse_json({literal(dumps(field.default))})"
    pair = read(field.kind, constant, T.VariantType()).pair
    return f"cast({pair}.value as {sql_type(field.kind)})"


def accepted_value(field: Field, position: int, source: T.DataType) -> Sql:
    """Returns an accepted value as the field's SQL type, with the default filled in."""
    default = absent_value(field)
    empty = nothing(field.kind) if field.nullable else default
    value = f"cast(r{position}.value as {sql_type(field.kind)})"
    is_null = _is_null(position, source)
    return f"case when a{position} then {default} when {is_null} then {empty} else {value} end"


def _is_null(position: int, source: T.DataType) -> Sql:
    cell = f"c{position}"
    return f"({cell} is null{f' or is_variant_null({cell})' if is_variant(source) else ''})"


def _doubt(field: Field, value: Sql, policy: Literal["error", "warn"]) -> Sql:
    """Returns the code of what is unusual, if that is a case for the policy."""
    cases: list[tuple[Sql, Code]] = []
    if field.on_out_of_range == policy:
        if field.minimum is not None:
            cases.append((f"{value} < {_literal(field.kind, field.minimum)}", "out_of_range"))
        if field.maximum is not None:
            cases.append((f"{value} > {_literal(field.kind, field.maximum)}", "out_of_range"))
    if field.on_unseen == policy and field.categories is not None:
        known = ", ".join(_literal(field.kind, category) for category in field.categories)
        cases.append((f"{value} not in ({known})", "unseen_category"))
    return first_code(*cases)


def _literal(kind: FeatureType, value: Any) -> Sql:
    text = literal(value)
    return f"cast({text} as {sql_type(kind)})" if isinstance(kind, TextualType) else text


def shown(cell: Sql, source: T.DataType) -> Sql:
    """Returns values as text, for messages."""
    if is_variant(source):
        text = f"to_json({cell})"
    elif isinstance(source, T.ArrayType | T.StructType | T.MapType | T.UserDefinedType):
        start, around = len('{"v":') + 1, len('{"v":}')
        pair = f"to_json(named_struct('v', {cell}))"
        text = f"substring({pair}, {start}, length({pair}) - {around})"
    else:
        text = f"cast({cell} as string)"
    cut = f"concat(substring({text}, 1, {LONGEST_EXAMPLE}), '…')"
    return f"if(length({text}) > {LONGEST_EXAMPLE}, {cut}, {text})"
