"""Values that have a type each, as JSON text has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import types as T
from saltus_schema.types.decimal import DecimalType
from saltus_schema.types.integer import IntegerType
from saltus_schema.types.sequence import ListType
from saltus_schema.types.vector import VectorType

from saltus_training.expressions import array, let, literal
from saltus_training.quality.reading import Reading, nothing, refused
from saltus_training.quality.sequences import part_type, read_parts

if TYPE_CHECKING:
    from saltus_schema import FeatureType

    from saltus_training.expressions import Body, Sql
    from saltus_training.quality.sequences import Read

_ANY = "array<variant>"
_RECORD = "map<string,variant>"
_PARTS = ("indices", "size", "values")
_NUMBER = literal("^(DECIMAL|DOUBLE|FLOAT)")
_WHOLE = literal(r"^DECIMAL\(\d+,0\)$")
_LONG_END = 2**63


def read_variant(kind: FeatureType, column: Sql, read: Read) -> Reading:
    """Reads variants: each row by the type that its value has there.

    A variant does not keep whether a number was written as `17` or as `17.0`. The smaller than
    2^63 that are not kept as `bigint` had a fraction or an exponent, which counts beyond 2^53.
    """
    # What is JSON's own, and how to read it; a type that no reader takes is wrong.
    listed: list[tuple[Body, Reading]] = [
        (lambda name: f"{name} = 'BOOLEAN'", _as(kind, column, T.BooleanType(), read)),
        (lambda name: f"{name} = 'BIGINT'", _as(kind, column, T.LongType(), read)),
        (_is_long_number(kind, column), _as(kind, column, T.DecimalType(38, 0), read)),
        (lambda name: f"{name} rlike {_NUMBER}", _as(kind, column, T.DoubleType(), read)),
        (lambda name: f"{name} = 'STRING'", _as(kind, column, T.StringType(), read)),
        (lambda name: f"startswith({name}, 'ARRAY<')", _array(kind, column, read)),
        (lambda name: f"startswith({name}, 'OBJECT<')", _object(kind, column, read)),
    ]
    cases = [(condition, reading) for condition, reading in listed if reading.possible]

    def choose(name: Sql) -> Sql:
        branches = [f"when {condition(name)} then {reading.pair}" for condition, reading in cases]
        code = f"if({name} = 'VOID', 'null', 'wrong_type')"
        return f"case {' '.join(branches)} else {Reading.of(code, nothing(kind)).pair} end"

    return Reading(let(f"schema_of_variant({column})", choose))


def _is_long_number(kind: FeatureType, column: Sql) -> Body:
    """Tells a whole number of more digits than a `bigint` has, for types that are exact."""
    if not isinstance(kind, DecimalType | IntegerType):
        return lambda _: "false"
    number = f"try_variant_get({column}, '$', 'decimal(38,0)')"
    # Exactly: -2^63 is a `bigint`, unless it was written with a fraction.
    is_long = f"({number} >= {_LONG_END} or {number} < {-_LONG_END})"
    return lambda name: f"{name} rlike {_WHOLE} and {is_long}"


def _as(kind: FeatureType, column: Sql, source: T.DataType, read: Read) -> Reading:
    return read(kind, f"try_variant_get({column}, '$', '{source.simpleString()}')", source)


def _array(kind: FeatureType, column: Sql, read: Read) -> Reading:
    if not isinstance(kind, ListType | VectorType):
        return refused(kind)
    elements = f"try_variant_get({column}, '$', '{_ANY}')"
    return read(kind, elements, T.ArrayType(T.VariantType()))


def _object(kind: FeatureType, column: Sql, read: Read) -> Reading:
    if not isinstance(kind, VectorType):
        return refused(kind)
    parts = f"try_variant_get({column}, '$', '{_RECORD}')"
    return Reading(let(parts, lambda parts: _sparse(kind, parts, read)))


def _sparse(kind: VectorType, parts: Sql, read: Read) -> Sql:
    def part(name: str) -> Sql:
        value = f"try_element_at({parts}, '{name}')"
        return read(part_type(name), value, T.VariantType()).pair

    def missing(name: str) -> Sql:
        return f"not map_contains_key({parts}, '{name}')"

    known = array(literal(name) for name in _PARTS)
    strange = f"size(array_except(map_keys({parts}), {known})) > 0"
    stranger = f"if({strange}, 'unknown_field', null)"
    return read_parts(kind, part, missing, stranger).pair
