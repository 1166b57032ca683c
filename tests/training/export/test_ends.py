"""Golden rows of decimals, days, moments, vectors and lists: values at the ends and in between."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import Any

import pytest
from saltus_schema import FeatureSchema, Field
from saltus_training.golden.candidates import choose_candidates
from saltus_training.golden.encoding import encode
from saltus_training.golden.ends import MOST_DENSE


def chosen(field: Field, *given: Any, numbers: tuple[float, ...] = ()) -> dict[str, list[Any]]:
    """The values of an input by kind, encoded."""
    candidates = choose_candidates(
        FeatureSchema(name="made", inputs=(field,)),
        [{field.name: value} for value in given],
        ranges={},
        boundaries={field.name: numbers},
        categories={},
    )
    found: dict[str, list[Any]] = {}
    for candidate in candidates:
        found.setdefault(candidate.kind, []).append(encode(candidate.row[field.name]))
    return found


def test_decimals_are_asked_for_at_both_ends_around_zero_and_beside_splits() -> None:
    field = Field(name="c", type="decimal(4,1)", nullable=True, minimum=-5)
    found = chosen(field, Decimal("2.5"), Decimal("7.0"), None, numbers=(1.25, math.inf, 1e9))
    assert ["2.5", "7.0", None] == found["typical"]
    assert ["-5.0"] == found["extreme"]
    assert ["0.0", "0.1", "-0.1", "999.9", "-999.9", "1.2", "1.3"] == found["boundary"]


def test_days_are_asked_for_at_both_ends_of_the_data_and_where_calendars_change() -> None:
    field = Field(name="d", type="date", maximum="2030-01-01")
    found = chosen(field, dt.date(2020, 5, 1), dt.date(2021, 6, 1), dt.date(1999, 1, 1))
    assert ["2030-01-01"] == found["extreme"]
    assert ["1970-01-01", "2023-12-31", "2024-02-29"] == found["boundary"]


def test_moments_are_asked_for_in_utc() -> None:
    field = Field(name="w", type="timestamp", minimum="2000-01-01T00:00:00Z")
    found = chosen(field, dt.datetime(2024, 1, 1, 12, tzinfo=dt.UTC))
    assert ["2000-01-01T00:00:00.000000Z"] == found["extreme"]
    assert "1969-12-31T23:59:59.999999Z" in found["boundary"]


def test_vectors_are_asked_for_in_both_forms_with_nan_and_at_the_ends_of_the_data() -> None:
    linalg = pytest.importorskip("pyspark.ml.linalg")
    field = Field(name="v", type="vector[2]")
    given = [linalg.Vectors.dense([1.0, 0.0]), linalg.Vectors.sparse(2, [1], [-3.0])]
    found = chosen(field, *given)
    assert [[0.0, -3.0]] == [each["values"] for each in found["extreme"]]
    assert [
        {"type": "sparse", "size": 2, "indices": [], "values": []},
        {"type": "dense", "values": [0.0, 0.0]},
        {"type": "sparse", "size": 2, "indices": [0], "values": [1.0]},
        {"type": "dense", "values": ["NaN", 0.0]},
    ] == found["boundary"]


def test_wide_vectors_stay_sparse() -> None:
    linalg = pytest.importorskip("pyspark.ml.linalg")
    size = MOST_DENSE + 1
    field = Field(name="v", type=f"vector[{size}]")
    found = chosen(field, linalg.Vectors.sparse(size, [7], [1.0]))
    assert "extreme" not in found
    assert ["sparse"] == [each["type"] for each in found["boundary"]]


def test_lists_are_asked_for_empty() -> None:
    assert [[]] == chosen(Field(name="w", type="list<string>"), ["a", "b"])["boundary"]
