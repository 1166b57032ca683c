"""Lists and vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.ml.linalg import VectorUDT
from pyspark.sql import functions as F
from pyspark.sql import types as T
from saltus_schema.types.floating import DOUBLE
from saltus_schema.types.integer import INT
from saltus_schema.types.sequence import ListType

from saltus_training.quality.reading import Reading, first_code, let, nothing, refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyspark.sql import Column
    from saltus_schema import FeatureType
    from saltus_schema.types.vector import VectorType

    Read = Callable[[FeatureType, Column, T.DataType], Reading]

_NUMBERS = ListType(DOUBLE)
_PARTS = {"size": INT, "indices": ListType(INT), "values": _NUMBERS}


def read_list(kind: ListType, column: Column, source: T.DataType, read: Read) -> Reading:
    """Reads arrays; the first element that does not fit gives the code."""
    if not isinstance(source, T.ArrayType):
        return refused(kind)

    def element_pair(element: Column) -> Column:
        pair = read(kind.element, element, source.elementType).pair
        null = Reading.of(F.lit("null"), nothing(kind.element)).pair
        return F.when(element.isNull(), null).otherwise(pair)

    def whole(pairs: Column) -> Column:
        wrong = F.filter(pairs, lambda pair: pair["code"].isNotNull())
        values = F.transform(pairs, lambda pair: pair["value"])
        return Reading.of(F.get(wrong, F.lit(0))["code"], values).pair

    return Reading(let(F.transform(column, element_pair), whole))


def read_vector(kind: VectorType, column: Column, source: T.DataType, read: Read) -> Reading:
    """Reads vectors of MLlib, arrays of numbers, and structs of size, indices and values."""
    if isinstance(source, VectorUDT):
        code = let(F.unwrap_udt(column), lambda parts: _mllib(kind, parts, read))
        return Reading.of(code, column)
    if isinstance(source, T.ArrayType):
        return _dense(kind, column, source, read)
    if isinstance(source, T.StructType):
        return _struct(kind, column, source, read)
    return refused(kind)


def read_parts(
    kind: VectorType,
    part: Callable[[str], Reading],
    missing: Callable[[str], Column],
    stranger: Column,
) -> Reading:
    """Returns the reading of an object of size, indices and values.

    Args:
        kind: The vector type.
        part: Gives the reading of a part.
        missing: Tells whether a row lacks a part.
        stranger: The code of a part too many, or null.
    """
    parts = F.struct(*(part(name).pair.alias(name) for name in _PARTS))

    def whole(parts: Column) -> Column:
        codes = [
            F.when(missing(name), F.lit("missing")).otherwise(parts[name]["code"])
            for name in _PARTS
        ]
        size, indices, values = (parts[name]["value"] for name in _PARTS)
        code = F.coalesce(*codes, stranger, _sparse(kind, size, indices, values))
        return Reading.of(code, _vector(values, size, indices)).pair

    return Reading(let(parts, whole))


def part_type(name: str) -> FeatureType:
    """Returns the type of a part of a sparse vector."""
    return _PARTS[name]


def _struct(kind: VectorType, column: Column, source: T.StructType, read: Read) -> Reading:
    if set(source.names) != set(_PARTS):
        extra = set(source.names) - set(_PARTS)
        return refused(kind, "unknown_field" if extra else "missing")

    def part(name: str) -> Reading:
        value, kind = column[name], _PARTS[name]
        null = Reading.of(F.lit("null"), nothing(kind)).pair
        found = read(kind, value, source[name].dataType).pair
        return Reading(F.when(value.isNull(), null).otherwise(found))

    return read_parts(kind, part, lambda _: F.lit(False), F.lit(None).cast("string"))


def _vector(values: Column, size: Column | None = None, indices: Column | None = None) -> Column:
    """Makes a vector of its parts; dense where there are values only."""
    parts = F.struct(
        F.lit(int(size is None)).cast("byte").alias("type"),
        (F.lit(None).cast("int") if size is None else size).alias("size"),
        (F.lit(None).cast("array<int>") if indices is None else indices).alias("indices"),
        values.alias("values"),
    )
    # No function of Spark makes a sparse vector, but its reader of JSON does.
    text = F.to_json(F.struct(parts.alias("v")))
    schema = T.StructType([T.StructField("v", VectorUDT())])
    return F.from_json(text, schema)["v"]


def _dense(kind: VectorType, column: Column, source: T.DataType, read: Read) -> Reading:
    def whole(found: Column) -> Column:
        size = F.lit(kind.size) if kind.size is not None else F.size(found["value"])
        wrong = first_code((F.size(found["value"]) != size, "wrong_size"))
        return Reading.of(F.coalesce(found["code"], wrong), _vector(found["value"])).pair

    return Reading(let(read(_NUMBERS, column, source).pair, whole))


def _mllib(kind: VectorType, parts: Column, read: Read) -> Column:
    """Returns the code of a vector in the form that MLlib keeps it."""
    numbers = read(_NUMBERS, parts["values"], T.ArrayType(T.DoubleType())).pair["code"]
    wrong = F.lit(False) if kind.size is None else F.size(parts["values"]) != F.lit(kind.size)
    dense = first_code((wrong, "wrong_size"))
    sparse = _sparse(kind, parts["size"], parts["indices"], parts["values"])
    return F.coalesce(numbers, F.when(parts["type"] == F.lit(1), dense).otherwise(sparse))


def _sparse(kind: VectorType, size: Column, indices: Column, values: Column) -> Column:
    previous = F.concat(F.array(F.lit(-1)), indices)
    pairs = F.arrays_zip(indices.alias("at"), previous.alias("before"))
    # The array of predecessors is longer by one.
    codes = F.transform(
        F.slice(pairs, F.lit(1), F.size(indices)),
        lambda pair: first_code(
            ((pair["at"] < 0) | (pair["at"] >= size), "out_of_range"),
            (pair["at"] <= pair["before"], "not_increasing"),
        ),
    )
    wrong = F.lit(False) if kind.size is None else size != F.lit(kind.size)
    return F.coalesce(
        first_code(
            (wrong, "wrong_size"),
            (size < 0, "out_of_range"),
            (F.size(values) != F.size(indices), "wrong_size"),
        ),
        F.get(F.filter(codes, lambda code: code.isNotNull()), F.lit(0)),
    )
