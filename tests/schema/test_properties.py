"""Schemas and rows of any shape, against a slow and plain reading of the rules."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
import struct
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from saltus_schema import FeatureSchema, Field, RequestValidator, RowError
from saltus_testing.schemas import BITS, TEXT, TEXTUAL, VALUE, fields, schemas


@given(schemas())
def test_a_schema_survives_json(schema: FeatureSchema) -> None:
    back = FeatureSchema.from_json(schema.to_json())

    assert schema == back
    assert schema.to_json() == back.to_json()
    assert schema.semantic_fingerprint == back.semantic_fingerprint


@given(schemas())
def test_an_example_row_is_always_valid(schema: FeatureSchema) -> None:
    row = schema.example_row()

    assert row == RequestValidator(schema).validate_python(row)


@given(schemas(), TEXT)
def test_descriptions_leave_the_semantic_fingerprint(schema: FeatureSchema, text: str) -> None:
    described = [field.model_copy(update={"description": text}) for field in schema.inputs]
    other = schema.model_copy(update={"inputs": described})

    assert schema.semantic_fingerprint == other.semantic_fingerprint


@given(fields(), VALUE, st.booleans())
@example(field=Field(name="x", type="long"), value=2.0**53 + 2, present=True)
@example(field=Field(name="x", type="float"), value=2.0**128 - 2.0**103, present=True)
@example(field=Field(name="x", type="int", categories=[1]), value=True, present=True)
def test_a_row_is_accepted_exactly_where_the_rules_say(
    field: Field, value: object, present: bool
) -> None:
    row = {"x": value} if present else {}
    validator = RequestValidator(FeatureSchema(name="drawn", inputs=[field]))
    if reference_accepts(field, row):
        assert reference_row(field, row) == validator.validate_python(row)
        return
    with pytest.raises(RowError) as caught:
        validator.validate_python(row)
    assert ["x"] == [violation.field.split(".")[0] for violation in caught.value.violations]
    assert "\n" not in str(caught.value)


@given(fields(), VALUE)
def test_json_gives_the_verdict_that_python_gives(field: Field, value: object) -> None:
    validator = RequestValidator(FeatureSchema(name="drawn", inputs=[field]))

    def verdict(validate: Any, data: object) -> object:
        try:
            return validate(data)
        except RowError:
            return "refused"

    in_json = verdict(validator.validate_json, json.dumps({"x": value}))
    assert verdict(validator.validate_python, {"x": value}) == in_json


def reference_row(field: Field, row: dict[str, Any]) -> dict[str, Any]:
    """Say what an accepted row becomes."""
    if "x" not in row:
        return {"x": field.default if field.on_missing == "default" else None}
    if row["x"] is None:
        return {"x": None if field.nullable else field.default}
    if field.type in TEXTUAL:
        return {"x": reference_text(field.type, row["x"])}
    if field.type.startswith("list<") and field.type[5:-1] in TEXTUAL:
        return {"x": [reference_text(field.type[5:-1], value) for value in row["x"]]}
    has_doubles = any(name in field.type for name in ("float", "double", "vector"))
    return {"x": reference_doubles(row["x"]) if has_doubles else row["x"]}


def reference_doubles(value: Any) -> Any:
    """Round whole numbers as a double does."""
    if isinstance(value, dict):
        return {**value, "values": reference_doubles(value["values"])}
    return [float(number) for number in value] if isinstance(value, list) else float(value)


def reference_accepts(field: Field, row: dict[str, Any]) -> bool:
    """Read the rules one by one."""
    if "x" not in row:
        return field.on_missing != "error"
    value = row["x"]
    if value is None:
        return field.nullable or field.on_missing == "default"
    if not reference_fits(field.type, value):
        return False
    if field.type in TEXTUAL:
        value = reference_text(field.type, value)
    rank = Decimal if "decimal" in field.type else (lambda value: value)
    too_small = field.minimum is not None and rank(value) < rank(field.minimum)
    too_large = field.maximum is not None and rank(value) > rank(field.maximum)
    unseen = field.categories is not None and value not in field.categories
    return not (
        (field.on_out_of_range == "error" and (too_small or too_large))
        or (field.on_unseen == "error" and unseen)
    )


def reference_fits(kind: str, value: Any) -> bool:
    """Tell whether a type has a value."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    match kind:
        case "boolean":
            fits = isinstance(value, bool)
        case "string":
            fits = isinstance(value, str)
        case "float" | "double":
            fits = number and reference_packs(kind[0], value)
        case "byte" | "short" | "int" | "long":
            limit = 2 ** (BITS[kind] - 1)
            whole = number and (value == math.inf or value % 1 == 0)
            exact = isinstance(value, int) or (whole and abs(value) <= 2**53)
            fits = whole and exact and -limit <= value < limit
        case _ if kind in TEXTUAL:
            fits = reference_text(kind, value) is not None
        case _ if kind.startswith("list<"):
            fits = isinstance(value, list) and all(reference_fits(kind[5:-1], v) for v in value)
        case _:
            fits = reference_fits_vector(kind, value)
    return fits


def reference_text(kind: str, value: Any) -> str | None:
    """Say what a date, a timestamp or a decimal becomes, or None where it is none."""
    if kind.startswith("decimal"):
        return reference_decimal(value, *map(int, re.findall("[0-9]+", kind)))
    try:
        if kind == "date":
            day = dt.datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007
            return value if str(day) == value else None
        moment = dt.datetime.fromisoformat(value)
        offset = moment.utcoffset()
        if offset is None or offset.seconds % 60 or abs(offset) > dt.timedelta(hours=18):
            return None
        utc = moment.replace(tzinfo=None) - offset
    except (OverflowError, TypeError, ValueError):
        return None
    return f"{utc.isoformat(timespec='microseconds')}Z" if "T" in value else None


def reference_decimal(value: Any, precision: int, scale: int) -> str | None:
    """Say what a decimal becomes, or None where it is none."""
    if isinstance(value, str):
        exact = re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", value, re.ASCII) is not None
    elif isinstance(value, float):
        digits = Decimal(repr(value)).as_tuple().digits
        exact = abs(value) <= 2**53 and (value.is_integer() or len(digits) <= 15)
    else:
        exact = type(value) is int
    if not exact:
        return None
    whole = isinstance(value, float) and value.is_integer()
    number = Decimal(int(value) if whole else str(value))
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent > scale:
        return None
    if abs(number) >= 10 ** (precision - scale):
        return None
    unscaled = str(abs(int(number * 10**scale))).rjust(scale + 1, "0")
    text = f"{unscaled[:-scale]}.{unscaled[-scale:]}" if scale else unscaled
    return f"-{text}" if number < 0 else text


def reference_fits_vector(kind: str, value: Any) -> bool:
    """Tell whether a vector type has a value."""
    size = int(kind[7:-1]) if "[" in kind else None
    if isinstance(value, list):
        return reference_fits("list<double>", value) and size in {None, len(value)}
    if not isinstance(value, dict):
        return False
    indices, values = value["indices"], value["values"]
    return (
        value["size"] >= 0
        and size in {None, value["size"]}
        and reference_fits("list<double>", values)
        and len(indices) == len(values)
        and indices == sorted(set(indices))
        and all(0 <= index < value["size"] for index in indices)
    )


def reference_packs(code: str, value: float) -> bool:
    """Tell whether a number is finite in that many bits."""
    try:
        return math.isfinite(struct.unpack(code, struct.pack(code, value))[0])
    except (OverflowError, struct.error):
        return False
