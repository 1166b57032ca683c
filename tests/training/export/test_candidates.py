from __future__ import annotations

import math
from typing import Any

import pytest
from saltus_schema import FeatureSchema, Field
from saltus_training.golden.candidates import MOST_ROWS_OF_A_KIND, choose_candidates
from saltus_training.golden.encoding import encode

Row = dict[str, Any]


def choose(
    *fields: Field,
    typical: list[Row],
    ranges: dict[str, tuple[float, float]] | None = None,
    boundaries: dict[str, list[float]] | None = None,
    categories: dict[str, list[str]] | None = None,
) -> dict[str, list[Row]]:
    candidates = choose_candidates(
        FeatureSchema(name="made", inputs=fields),
        typical,
        ranges=ranges or {},
        boundaries=boundaries or {},
        categories=categories or {},
    )
    found: dict[str, list[Row]] = {}
    for candidate in candidates:
        found.setdefault(candidate.kind, []).append(candidate.row)
    return found


def test_each_nullable_input_is_null_once_and_all_are_together() -> None:
    fields = [
        Field(name="a", type="int", nullable=True),
        Field(name="b", type="string", nullable=True),
        Field(name="c", type="int"),
    ]
    rows = choose(*fields, typical=[{"a": 1, "b": "x", "c": 3}])["null"]
    assert [
        {"a": None, "b": None, "c": 3},
        {"a": None, "b": "x", "c": 3},
        {"a": 1, "b": None, "c": 3},
    ] == rows


def test_variations_start_from_the_row_with_the_fewest_nulls() -> None:
    fields = [
        Field(name="a", type="int", nullable=True),
        Field(name="b", type="int", nullable=True),
    ]
    rows = choose(*fields, typical=[{"a": None, "b": 1}, {"a": 2, "b": 3}])["null"]
    assert {"a": None, "b": 3} in rows


def test_an_unseen_category_is_none_of_the_known_ones() -> None:
    field = Field(name="s", type="string", categories=["unseen", "a"])
    assert [{"s": "unseen_"}] == choose(field, typical=[{"s": "a"}])["unseen"]


def test_an_unseen_integer_category_fits_its_type() -> None:
    field = Field(name="n", type="byte", categories=[1, 127])
    assert "unseen" not in choose(field, typical=[{"n": 1}])


def test_extremes_are_those_of_the_schema_and_of_the_data() -> None:
    field = Field(name="n", type="int", minimum=0, maximum=23)
    rows = choose(field, typical=[{"n": 5}], ranges={"n": (3, 21)})["extreme"]
    assert [0, 23, 3, 21] == [row["n"] for row in rows]


def test_an_integer_has_a_boundary_row_at_both_sides_of_a_threshold() -> None:
    field = Field(name="n", type="int")
    rows = choose(field, typical=[{"n": 5}], boundaries={"n": [3.5]})["boundary"]
    assert [3, 4] == [row["n"] for row in rows]


def test_a_double_has_a_boundary_row_at_a_threshold_and_just_above() -> None:
    field = Field(name="x", type="double")
    rows = choose(field, typical=[{"x": 5.0}], boundaries={"x": [0.1]})["boundary"]
    assert [0.1, math.nextafter(0.1, 1.0)] == [row["x"] for row in rows][:2]


def test_floating_inputs_are_tried_with_nan() -> None:
    fields = [Field(name="x", type="double"), Field(name="n", type="int")]
    rows = choose(*fields, typical=[{"x": 1.0, "n": 1}])["boundary"]
    assert [True] == [math.isnan(row["x"]) for row in rows]


def test_values_of_a_float_input_are_floats() -> None:
    field = Field(name="x", type="float")
    rows = choose(field, typical=[{"x": 1.0}], boundaries={"x": [0.1]})["boundary"]
    assert rows[0]["x"] == 0.10000000149011612


def test_a_boundary_outside_the_type_is_left_out() -> None:
    field = Field(name="n", type="byte")
    rows = choose(field, typical=[{"n": 1}], boundaries={"n": [127.5]})["boundary"]
    assert [127] == [row["n"] for row in rows]


def test_the_first_and_the_last_known_category_are_tried() -> None:
    field = Field(name="s", type="string")
    rows = choose(field, typical=[{"s": "?"}], categories={"s": ["a", "b", "c"]})["boundary"]
    assert ["a", "c"] == [row["s"] for row in rows]


def test_no_row_comes_twice() -> None:
    field = Field(name="b", type="boolean")
    found = choose(field, typical=[{"b": True}, {"b": True}, {"b": False}])
    assert {"typical": [{"b": True}, {"b": False}]} == found


def test_a_wide_schema_has_a_bounded_number_of_rows() -> None:
    names = [f"x{index}" for index in range(3 * MOST_ROWS_OF_A_KIND)]
    fields = [Field(name=name, type="double", nullable=True) for name in names]
    found = choose(
        *fields,
        typical=[dict.fromkeys(names, 1.0)],
        ranges=dict.fromkeys(names, (0.0, 2.0)),
    )
    assert {"typical": 1, "null": 64, "extreme": 64, "boundary": 64} == {
        kind: len(rows) for kind, rows in found.items()
    }


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (math.nan, "NaN"),
        (math.inf, "Infinity"),
        (-math.inf, "-Infinity"),
        (0.1, 0.1),
        (None, None),
        (True, True),
        ("NaN", "NaN"),
        ([1.0, math.nan], [1.0, "NaN"]),
    ],
)
def test_values_are_encoded_without_loss(value: object, expected: object) -> None:
    assert repr(expected) == repr(encode(value))


def test_vectors_keep_their_form() -> None:
    linalg = pytest.importorskip("pyspark.ml.linalg")
    assert {
        "type": "sparse",
        "size": 3,
        "indices": [1],
        "values": ["NaN"],
    } == encode(linalg.Vectors.sparse(3, [(1, math.nan)]))
    assert {"type": "dense", "values": [1.0, 0.0]} == encode(linalg.Vectors.dense([1.0, 0.0]))


def test_a_value_without_json_form_is_refused() -> None:
    with pytest.raises(TypeError, match="no JSON form for a set"):
        encode(set())
