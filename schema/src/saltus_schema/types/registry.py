"""All feature types by name. A new type is one class and one line here."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from saltus_schema.errors import SchemaError
from saltus_schema.types.boolean import BooleanType
from saltus_schema.types.date import DateType
from saltus_schema.types.decimal import DecimalType
from saltus_schema.types.floating import DOUBLE, FLOAT
from saltus_schema.types.integer import BYTE, INT, LONG, SHORT
from saltus_schema.types.sequence import ListType
from saltus_schema.types.text import StringType
from saltus_schema.types.timestamp import TimestampType
from saltus_schema.types.vector import VectorType
from saltus_schema.wording import show

if TYPE_CHECKING:
    from saltus_schema.types.base import FeatureType, ParametricType

SCALARS: tuple[FeatureType, ...] = (
    BooleanType(),
    BYTE,
    SHORT,
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    StringType(),
    DateType(),
    TimestampType(),
)
FAMILIES: tuple[type[ParametricType], ...] = (
    DecimalType,
    ListType,
    VectorType,
)

_BY_NAME = {str(scalar): scalar for scalar in SCALARS}


def type_names() -> list[str]:
    """Return every name, those with a parameter as they are written."""
    return [*_BY_NAME, *(name for family in FAMILIES for name in family.syntax)]


@lru_cache(maxsize=256)
def parse_type(name: str) -> FeatureType:
    """Return the type of that name.

    Raises:
        SchemaError: There is none.
    """
    if name in _BY_NAME:
        return _BY_NAME[name]
    for family in FAMILIES:
        if (found := family.parse(name, parse_type)) is not None:
            return found
    raise SchemaError(f"unknown type {show(name)}", f"use one of {', '.join(type_names())}")
