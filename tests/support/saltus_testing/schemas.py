"""Schemas and rows of any shape, as hypothesis strategies."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from saltus_schema import FeatureSchema, Field, SchemaError

BITS = {"byte": 8, "short": 16, "int": 32, "long": 64}
TEXTUAL = ["date", "timestamp", "decimal(3,1)", "decimal(20,0)"]
SCALARS = ["boolean", *BITS, "float", "double", "string", *TEXTUAL]

KINDS = st.sampled_from([*SCALARS, *(f"list<{s}>" for s in SCALARS), "vector", "vector[2]"])

TEXT = st.text(max_size=8)
LONG = st.integers(-(2**63), 2**63 - 1)
NUMBER = (
    st.integers(-5, 5)
    | st.sampled_from(
        [s * 2**b + d for s in (1, -1) for b in (7, 15, 31, 53, 63) for d in (-1, 0, 1)]
    )
    | LONG
    | st.floats()
    | st.integers(-300, 300).map(float)
    | st.just(10**400)
)
SPARSE = st.fixed_dictionaries(
    {
        "size": st.integers(-1, 4),
        "indices": st.lists(st.integers(-1, 4), max_size=3),
        "values": st.lists(st.floats() | st.integers(-3, 3), max_size=3),
    }
)
ZONE = st.integers(-1100, 1100).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
NEAR = {"min_value": dt.datetime(2026, 1, 1), "max_value": dt.datetime(2026, 1, 5)}  # noqa: DTZ001
NEAR_DAY = st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 5))
DAY = NEAR_DAY.map(str) | st.dates().map(str)
MOMENT = (
    st.datetimes(**NEAR, timezones=st.just(dt.UTC)) | st.datetimes(timezones=ZONE | st.none())
).map(dt.datetime.isoformat)
DECIMAL = (
    st.integers(-50, 50).map(lambda tenths: str(Decimal(tenths) / 10))
    | st.integers(-9, 9).map(str)
    | st.decimals(allow_nan=True).map(str)
)
NO_DAY = st.sampled_from(["2026-02-30", "0000-01-01", "2026-1-1", "2026-01-01\n"])
SMALL = st.integers(-5, 5)
# Where a narrower type would not do.
ENDS: dict[str, list[Any]] = {
    **{kind: [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] for kind, bits in BITS.items()},
    "float": [2.0**127],
    "double": [2.0**1023, 0.1],
    "decimal(3,1)": ["99.9", "-99.9"],
    "decimal(20,0)": ["9" * 20],
    "vector": [[1.0, 2.0, 3.0]],
}
LIKELY: dict[str, st.SearchStrategy[Any]] = {
    "boolean": st.booleans(),
    **dict.fromkeys(BITS, SMALL),
    "float": SMALL | st.floats(-5, 5, width=16),
    "double": SMALL | st.floats(-5, 5),
    "string": TEXT,
    "date": DAY,
    "timestamp": MOMENT,
    "decimal(3,1)": DECIMAL,
    "decimal(20,0)": SMALL.map(str),
    "vector": st.lists(SMALL, max_size=3),
    "vector[2]": st.lists(SMALL, min_size=2, max_size=2),
}
VALUE = (
    DAY
    | NO_DAY
    | MOMENT
    | DECIMAL
    | st.none()
    | st.booleans()
    | NUMBER
    | TEXT
    | st.lists(NUMBER | TEXT, max_size=3)
    | SPARSE
)


def likely(kind: str) -> st.SearchStrategy[Any]:
    """Return values that most types of that name accept."""
    if kind.startswith("list<"):
        return st.lists(likely(kind[5:-1]), max_size=3)
    return LIKELY.get(kind, VALUE)


@st.composite
def ranges(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """Draw minimum and maximum, where the type has an order."""
    found: dict[str, Any] = {}
    if kind in {*BITS, "float", "double", *TEXTUAL}:
        for key in ("minimum", "maximum"):
            if draw(st.booleans()):
                found[key] = draw(LIKELY[kind])
    if found and draw(st.booleans()):
        found["on_out_of_range"] = "warn"
    return found


@st.composite
def known_values(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """Draw categories, where the type may have some."""
    if kind not in {*BITS, "string", *TEXTUAL} or draw(st.booleans()):
        return {}
    return {
        "categories": draw(st.lists(LIKELY[kind], min_size=1, max_size=4, unique=True)),
        "on_unseen": draw(st.sampled_from(["error", "keep", "warn"])),
    }


def defaults(declaration: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Return values that most such declarations accept."""
    if "categories" in declaration:
        return st.sampled_from(declaration["categories"])
    ends = [declaration[key] for key in ("minimum", "maximum") if key in declaration]
    return st.sampled_from(ends) if ends else likely(declaration["type"])


@st.composite
def declarations(draw: st.DrawFn, kinds: st.SearchStrategy[str] = KINDS) -> dict[str, Any]:
    """Draw the keywords of a field; most of them agree with each other."""
    kind = draw(kinds)
    found: dict[str, Any] = {"type": kind, "nullable": draw(st.booleans())}
    found |= draw(ranges(kind)) | draw(known_values(kind))
    if found["nullable"] and draw(st.booleans()):
        found["on_missing"] = "null"
    elif draw(st.booleans()):
        found |= {"on_missing": "default", "default": draw(defaults(found))}
    for key in ("unit", "description"):
        if draw(st.booleans()):
            found[key] = draw(TEXT)
    return found


@st.composite
def fields(draw: st.DrawFn, name: str = "x", kinds: st.SearchStrategy[str] = KINDS) -> Field:
    """Draw a field, a plain one where the declaration does not agree with itself."""
    declaration = draw(declarations(kinds))
    try:
        return Field(name=name, **declaration)
    except SchemaError:
        return Field(name=name, type=declaration["type"], nullable=declaration["nullable"])


@st.composite
def schemas(draw: st.DrawFn) -> FeatureSchema:
    """Draw a schema of some fields."""
    names = draw(st.lists(st.text(min_size=1, max_size=5), min_size=1, max_size=3, unique=True))
    return FeatureSchema(name="drawn", inputs=[draw(fields(name)) for name in names])


def _itself(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return strategy


def values(field: Field) -> st.SearchStrategy[Any]:
    """Return values for a field: those it probably accepts, and any others."""
    edges: list[Any] = [field.sample(), None, *(field.categories or ()), *ENDS.get(field.type, ())]
    for end in (field.minimum, field.maximum):
        if isinstance(end, int | float):
            edges += [end, end - 1, end + 1]
        elif end is not None:
            edges.append(end)
    # Not `|`, which would give each of the many kinds of VALUE the share of an edge.
    return st.sampled_from([st.sampled_from(edges), likely(field.type), VALUE]).flatmap(_itself)


@st.composite
def rows(draw: st.DrawFn, schema: FeatureSchema) -> dict[str, Any]:
    """Draw a row; a key may be missing."""
    present = [field for field in schema.inputs if draw(st.integers(0, 4))]
    return {field.name: draw(values(field)) for field in present}
