"""Columns are held to what their rows are held to one by one."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from saltus_schema import ColumnError, FeatureSchema, Field, RequestValidator, RowError
from saltus_schema.arrow import SCALARS, Checker
from saltus_schema.arrow.types import array
from saltus_testing.schemas import BITS, ENDS, LIKELY, LONG, fields

Drawn = tuple[FeatureSchema, pa.RecordBatch]

NUMBERS: dict[pa.DataType, st.SearchStrategy[Any]] = {
    pa.int64(): LONG,
    pa.float64(): st.floats(),
}
KINDS = st.sampled_from(list(SCALARS))


@st.composite
def columns(draw: st.DrawFn, field: Field, count: int) -> pa.Array:
    """Draw values that the field probably accepts, of its type or a wider one."""
    kind = SCALARS[field.type]
    likely = LIKELY[field.type]
    if field.categories is not None:
        likely |= st.sampled_from(field.categories)
    if field.type in {*BITS, "float", "double"}:
        ends = [end for end in (field.minimum, field.maximum) if end is not None]
        kind = draw(st.sampled_from([kind, *NUMBERS]))
        if kind in NUMBERS:
            ends += [*ENDS[field.type], *(-end for end in ENDS[field.type])]
            likely |= NUMBERS[kind]
        if ends:
            likely |= st.sampled_from(ends)
        if pa.types.is_integer(kind):
            limit = 2 ** (kind.bit_width - 1)
            likely = likely.filter(lambda number: number % 1 == 0 and -limit <= number < limit)
            likely = likely.map(int)
        else:
            likely = likely.map(float)
    values = draw(st.lists(st.none() | likely, min_size=count, max_size=count))
    return pa.array(values, kind)


@st.composite
def batches(draw: st.DrawFn) -> Drawn:
    names = draw(st.lists(st.sampled_from("abcd"), min_size=1, max_size=3, unique=True))
    inputs = [draw(fields(name, KINDS)) for name in names]
    count = draw(st.integers(0, 6))
    given_columns = {field.name: draw(columns(field, count)) for field in inputs}
    return FeatureSchema(name="drawn", inputs=inputs), pa.RecordBatch.from_pydict(given_columns)


@given(batches())
def test_columns_are_admitted_row_by_row_as_the_validator_has_them(drawn: Drawn) -> None:
    schema, batch = drawn
    validator, admitted, refused = RequestValidator(schema), [], {}
    for at, row in enumerate(batch.to_pylist()):
        try:
            admitted.append(validator.validate_python(row))
        except RowError as error:
            refused[at] = str(error)

    checked = Checker(schema).columns(batch)

    assert refused == checked.refused
    for field in schema.inputs:
        expected = array(field.type, [row[field.name] for row in admitted])
        assert expected.equals(checked.inputs[field.name].combine_chunks())


def test_not_a_number_hides_no_other_value_that_is_out_of_range() -> None:
    field = Field(name="x", type="double", minimum=0, maximum=1)
    for rest in (float("nan"), float("inf"), float("-inf")):
        batch = pa.RecordBatch.from_pydict({"x": [rest, -1.0, 0.5, 2.0]})
        checked = Checker(FeatureSchema(name="one", inputs=[field])).columns(batch)
        assert [0, 1, 3] == list(checked.refused)


def test_columns_that_cannot_be_inputs_are_refused_whatever_their_rows_hold() -> None:
    checker = Checker(FeatureSchema(name="one", inputs=[Field(name="x", type="double")]))
    twice = pa.RecordBatch.from_arrays([pa.array([1.0])] * 2, names=["x", "x"])
    for batch, reason in [
        (pa.RecordBatch.from_pydict({"y": [1.0]}), "column `x` is missing"),
        (pa.RecordBatch.from_pydict({"x": ["1"]}), "column `x` is string, the model takes double"),
        (twice, "column `x` is there more than once"),
    ]:
        with pytest.raises(ColumnError, match=reason):
            checker.columns(batch)
