"""Feature types: names, values, Spark's counterparts."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyspark.ml.linalg import VectorUDT
from pyspark.sql import types as T
from saltus_schema import SchemaError, parse_type, type_names

SCALARS = [
    *("boolean", "byte", "short", "int", "long", "float", "double", "string"),
    *("date", "timestamp", "decimal(12,2)"),
]
SPARK = {
    "boolean": T.BooleanType(),
    "byte": T.ByteType(),
    "short": T.ShortType(),
    "int": T.IntegerType(),
    "long": T.LongType(),
    "float": T.FloatType(),
    "double": T.DoubleType(),
    "string": T.StringType(),
    "date": T.DateType(),
    "timestamp": T.TimestampType(),
    "decimal(12,2)": T.DecimalType(12, 2),
    "list<decimal(38,0)>": T.ArrayType(T.DecimalType(38, 0), containsNull=False),
    "list<string>": T.ArrayType(T.StringType(), containsNull=False),
    "list<int>": T.ArrayType(T.IntegerType(), containsNull=False),
    "list<vector[1]>": T.ArrayType(VectorUDT(), containsNull=False),
    "vector": VectorUDT(),
    "vector[3]": VectorUDT(),
}


def test_every_name_is_listed() -> None:
    families = ["decimal(p,s)", "list<T>", "vector[n]", "vector"]
    assert [*SCALARS[:-1], *families] == type_names()


@pytest.mark.parametrize(
    "name", [*SCALARS, *(f"list<{s}>" for s in SCALARS), "vector", "vector[7]"]
)
def test_a_name_survives_parsing(name: str) -> None:
    assert name == str(parse_type(name))


def test_equal_names_are_equal_types() -> None:
    assert parse_type("list<int>") == parse_type("list<int>")
    assert parse_type("int") != parse_type("long")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "integer",
        "Int",
        " int",
        "int ",
        "int\n",
        "list",
        "list<",
        "list<>",
        "list<int",
        "list<foo>",
        "list<int>>",
        "list<list<int>>",
        "list<vector[0]>",
        "vector[]",
        "vector[0]",
        "vector[-1]",
        "vector[03]",
        "vector[٣]",
        "vector[3]\n",
        "vector[9999999999]",
        "decimal",
        "decimal(10)",
        "decimal(10, 2)",
        "decimal(0,0)",
        "decimal(39,0)",
        "decimal(3,4)",
        "decimal(-1,0)",
        "decimal(٣,0)",
        "list<" * 5000 + "int" + ">" * 5000,
    ],
)
def test_nonsense_is_refused(name: str) -> None:
    with pytest.raises(SchemaError):
        parse_type(name)


def test_an_unknown_name_is_answered_with_those_that_exist() -> None:
    with pytest.raises(SchemaError) as caught:
        parse_type("bigint")

    assert 'unknown type "bigint"' == caught.value.problem
    assert caught.value.hint is not None
    for name in type_names():
        assert name in caught.value.hint


@pytest.mark.parametrize("name", SPARK)
def test_spark_reads_the_type_back(name: str) -> None:
    assert json.loads(SPARK[name].json()) == parse_type(name).spark_json()


@pytest.mark.parametrize(
    "name", [*SCALARS, *(f"list<{s}>" for s in SCALARS), "vector", "vector[7]"]
)
def test_the_sample_fits(name: str) -> None:
    kind = parse_type(name)

    assert kind.sample() == kind.fit(kind.sample())


def test_a_long_vector_has_a_short_sample() -> None:
    assert {"size": 262144, "indices": [], "values": []} == parse_type("vector[262144]").sample()


@pytest.mark.parametrize(
    ("name", "value", "fitted"),
    [
        ("int", 17.0, 17),
        ("double", 17, 17.0),
        ("long", 2**63 - 1, 2**63 - 1),
        ("vector[2]", [1, 2], [1.0, 2.0]),
        ("list<double>", [1], [1.0]),
        ("timestamp", "2026-11-22T10:00:00+05:30", "2026-11-22T04:30:00.000000Z"),
        ("timestamp", "2026-12-31T23:59:59.5-00:00", "2026-12-31T23:59:59.500000Z"),
        ("timestamp", "2026-11-22t10:00:00.000001z", "2026-11-22T10:00:00.000001Z"),
        ("decimal(5,2)", "1.5", "1.50"),
        ("decimal(5,2)", 1.5, "1.50"),
        ("decimal(5,2)", 1e2, "100.00"),
        ("decimal(5,2)", -0.0, "0.00"),
        ("decimal(5,2)", "-0.00", "0.00"),
        ("decimal(38,38)", "0." + "1" * 38, "0." + "1" * 38),
        ("decimal(38,0)", 10**38 - 1, "9" * 38),
        ("decimal(20,10)", 1e-7, "0.0000001000"),
        ("list<decimal(3,1)>", [1, "2.5"], ["1.0", "2.5"]),
    ],
)
def test_numbers_are_held_as_the_type_holds_them(name: str, value: object, fitted: object) -> None:
    found = parse_type(name).fit(value)

    assert repr(fitted) == repr(found)


@given(st.integers(), st.sampled_from([("byte", 8), ("short", 16), ("int", 32), ("long", 64)]))
def test_integers_have_the_range_of_their_width(value: int, width: tuple[str, int]) -> None:
    name, bits = width
    fits = -(2 ** (bits - 1)) <= value < 2 ** (bits - 1)

    assert fits == _fits(name, value)


@pytest.mark.parametrize(("name", "bits"), [("byte", 8), ("short", 16), ("int", 32), ("long", 64)])
def test_integers_end_exactly_at_their_limits(name: str, bits: int) -> None:
    limit = 2 ** (bits - 1)

    assert [True, True] == [_fits(name, limit - 1), _fits(name, -limit)]
    assert [False, False] == [_fits(name, limit), _fits(name, -limit - 1)]


@pytest.mark.parametrize(
    ("value", "fits"),
    [(2.0**53, True), (-(2.0**53), True), (2.0**53 + 2, False), (1e17, False), (2**53 + 1, True)],
)
def test_a_long_is_not_read_from_a_double_that_may_have_lost_digits(
    value: float, fits: bool
) -> None:
    assert fits == _fits("long", value)


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        (3.4028234663852886e38, True),
        (3.4028235677973362e38, True),
        (3.4028235677973366e38, False),
        (-3.4028235677973366e38, False),
        (1e-300, True),
    ],
)
def test_a_float_fits_where_32_bits_round_it_to_a_finite_number(value: float, fits: bool) -> None:
    assert fits == _fits("float", value)
    assert _fits("double", value)


def _fits(name: str, value: object) -> bool:
    try:
        parse_type(name).fit(value)
    except ValueError:
        return False
    return True
