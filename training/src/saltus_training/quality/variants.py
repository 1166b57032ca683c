"""Values that have a type each, as JSON text has them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pyspark.sql import functions as F
from pyspark.sql import types as T
from saltus_schema.types.decimal import DecimalType
from saltus_schema.types.integer import IntegerType
from saltus_schema.types.sequence import ListType
from saltus_schema.types.vector import VectorType

from saltus_training.quality.reading import Reading, let, nothing, refused
from saltus_training.quality.sequences import part_type, read_parts

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyspark.sql import Column
    from saltus_schema import FeatureType

    from saltus_training.quality.sequences import Read

_ANY = "array<variant>"
_RECORD = "map<string,variant>"
_PARTS = frozenset({"size", "indices", "values"})
_NUMBER = "^(DECIMAL|DOUBLE|FLOAT)"
_WHOLE = r"^DECIMAL\(\d+,0\)$"
_LONG_END = Decimal(2**63)


def read_variant(kind: FeatureType, column: Column, read: Read) -> Reading:
    """Reads variants: each row by the type that its value has there.

    A variant does not keep whether a number was written as `17` or as `17.0`. The smaller than
    2^63 that are not kept as `bigint` had a fraction or an exponent, which counts beyond 2^53.
    """
    # What is JSON's own, and how to read it; a type that no reader takes is wrong.
    listed = [
        (lambda name: name == F.lit("BOOLEAN"), _as(kind, column, T.BooleanType(), read)),
        (lambda name: name == F.lit("BIGINT"), _as(kind, column, T.LongType(), read)),
        (_is_long_number(kind, column), _as(kind, column, T.DecimalType(38, 0), read)),
        (lambda name: name.rlike(_NUMBER), _as(kind, column, T.DoubleType(), read)),
        (lambda name: name == F.lit("STRING"), _as(kind, column, T.StringType(), read)),
        (lambda name: name.startswith("ARRAY<"), _array(kind, column, read)),
        (lambda name: name.startswith("OBJECT<"), _object(kind, column, read)),
    ]
    cases = [(condition, reading) for condition, reading in listed if reading.possible]

    def choose(name: Column) -> Column:
        code = F.when(name == F.lit("VOID"), F.lit("null")).otherwise(F.lit("wrong_type"))
        found = Reading.of(code, nothing(kind)).pair
        for condition, reading in reversed(cases):
            found = F.when(condition(name), reading.pair).otherwise(found)
        return found

    return Reading(let(F.schema_of_variant(column), choose))


def _is_long_number(kind: FeatureType, column: Column) -> Callable[[Column], Column]:
    """Tells a whole number of more digits than a `bigint` has, for types that are exact."""
    if not isinstance(kind, DecimalType | IntegerType):
        return lambda _: F.lit(False)
    number = F.try_variant_get(column, "$", "decimal(38,0)")
    # Exactly: -2^63 is a `bigint`, unless it was written with a fraction.
    is_long = (number >= F.lit(_LONG_END)) | (number < F.lit(-_LONG_END))
    return lambda name: name.rlike(_WHOLE) & is_long


def _as(kind: FeatureType, column: Column, source: T.DataType, read: Read) -> Reading:
    typed = F.try_variant_get(column, "$", source.simpleString())
    return read(kind, typed, source)


def _array(kind: FeatureType, column: Column, read: Read) -> Reading:
    if not isinstance(kind, ListType | VectorType):
        return refused(kind)
    elements = F.try_variant_get(column, "$", _ANY)
    return read(kind, elements, T.ArrayType(T.VariantType()))


def _object(kind: FeatureType, column: Column, read: Read) -> Reading:
    if not isinstance(kind, VectorType):
        return refused(kind)
    parts = F.try_variant_get(column, "$", _RECORD)
    return Reading(let(parts, lambda parts: _sparse(kind, parts, read)))


def _sparse(kind: VectorType, parts: Column, read: Read) -> Column:
    def part(name: str) -> Reading:
        value = F.try_element_at(parts, F.lit(name))
        return read(part_type(name), value, T.VariantType())

    def missing(name: str) -> Column:
        return ~F.map_contains_key(parts, F.lit(name))

    known = F.array(*map(F.lit, sorted(_PARTS)))
    strange = F.size(F.array_except(F.map_keys(parts), known)) > 0
    stranger = F.when(strange, F.lit("unknown_field"))
    return read_parts(kind, part, missing, stranger).pair
