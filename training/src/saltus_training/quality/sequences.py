"""Lists and vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.ml.linalg import VectorUDT
from pyspark.sql import functions as F
from pyspark.sql import types as T
from saltus_schema.types.floating import DOUBLE
from saltus_schema.types.integer import INT
from saltus_schema.types.sequence import ListType

from saltus_training.expressions import (
    NO_CODE,
    coalesce,
    first_code,
    keep,
    let,
    struct,
    transform,
)
from saltus_training.quality.reading import Reading, nothing, refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyspark.sql import Column
    from saltus_schema import FeatureType
    from saltus_schema.types.vector import VectorType

    from saltus_training.expressions import Sql

    Read = Callable[[FeatureType, Sql, T.DataType], Reading]

_NUMBERS = ListType(DOUBLE)
_PARTS = {"size": INT, "indices": ListType(INT), "values": _NUMBERS}


def read_list(kind: ListType, column: Sql, source: T.DataType, read: Read) -> Reading:
    """Reads arrays; the first element that does not fit gives the code."""
    if not isinstance(source, T.ArrayType):
        return refused(kind)
    pairs = transform(
        column, lambda element: _or_null(kind.element, element, source.elementType, read)
    )

    def whole(pairs: Sql) -> Sql:
        wrong = keep(pairs, lambda pair: f"{pair}.code is not null")
        return struct(code=f"get({wrong}, 0).code", value=transform(pairs, _value))

    return Reading(let(pairs, whole))


def read_vector(kind: VectorType, column: Sql, source: T.DataType, read: Read) -> Reading:
    """Reads MLlib's parts of a vector, arrays of numbers, and structs of size, indices, values."""
    if isinstance(source, VectorUDT):
        return Reading.of(_mllib(kind, column, read), column)
    if isinstance(source, T.ArrayType):
        return _dense(kind, column, source, read)
    if isinstance(source, T.StructType):
        return _struct(kind, column, source, read)
    return refused(kind)


def read_parts(
    kind: VectorType,
    part: Callable[[str], Sql],
    missing: Callable[[str], Sql],
    stranger: Sql,
) -> Reading:
    """Returns the reading of an object of size, indices and values.

    Args:
        kind: The vector type.
        part: Gives the pair of a part's reading.
        missing: Tells whether a row lacks a part.
        stranger: The code of a part too many, or null.
    """

    def whole(parts: Sql) -> Sql:
        codes = [f"if({missing(name)}, 'missing', {parts}.{name}.code)" for name in _PARTS]
        size, indices, values = (f"{parts}.{name}.value" for name in _PARTS)
        code = coalesce(*codes, stranger, _sparse(kind, size, indices, values))
        return struct(code=code, value=_vector(values, size, indices))

    return Reading(let(struct(**{name: part(name) for name in _PARTS}), whole))


def part_type(name: str) -> FeatureType:
    """Returns the type of a part of a sparse vector."""
    return _PARTS[name]


def as_vector(column: str) -> Column:
    """Makes MLlib's vectors of their parts."""
    # No function of Spark makes a sparse vector, but its reader of JSON does.
    text = F.to_json(F.struct(F.col(column).alias("v")))
    return F.from_json(text, T.StructType([T.StructField("v", VectorUDT())]))["v"]


def _value(pair: Sql) -> Sql:
    return f"{pair}.value"


def _or_null(kind: FeatureType, value: Sql, source: T.DataType, read: Read) -> Sql:
    null = Reading.of("'null'", nothing(kind)).pair
    return f"if({value} is null, {null}, {read(kind, value, source).pair})"


def _struct(kind: VectorType, column: Sql, source: T.StructType, read: Read) -> Reading:
    if set(source.names) != set(_PARTS):
        extra = set(source.names) - set(_PARTS)
        return refused(kind, "unknown_field" if extra else "missing")

    def part(name: str) -> Sql:
        return _or_null(_PARTS[name], f"{column}.{name}", source[name].dataType, read)

    return read_parts(kind, part, lambda _: "false", NO_CODE)


def _vector(values: Sql, size: Sql | None = None, indices: Sql | None = None) -> Sql:
    """Makes a vector's parts; dense where there are values only."""
    return struct(
        type=f"cast({int(size is None)} as tinyint)",
        size=size or "cast(null as int)",
        indices=indices or "cast(null as array<int>)",
        values=values,
    )


def _dense(kind: VectorType, column: Sql, source: T.DataType, read: Read) -> Reading:
    def whole(found: Sql) -> Sql:
        code = f"{found}.code"
        if kind.size is not None:
            code = coalesce(code, first_code((f"size({found}.value) != {kind.size}", "wrong_size")))
        return struct(code=code, value=_vector(f"{found}.value"))

    return Reading(let(read(_NUMBERS, column, source).pair, whole))


def _mllib(kind: VectorType, parts: Sql, read: Read) -> Sql:
    """Returns the code of a vector in the form that MLlib keeps it."""
    numbers = read(_NUMBERS, f"{parts}.values", T.ArrayType(T.DoubleType())).pair
    wrong = "false" if kind.size is None else f"size({parts}.values) != {kind.size}"
    dense = first_code((wrong, "wrong_size"))
    sparse = _sparse(kind, f"{parts}.size", f"{parts}.indices", f"{parts}.values")
    return coalesce(f"{numbers}.code", f"if({parts}.type = 1, {dense}, {sparse})")


def _sparse(kind: VectorType, size: Sql, indices: Sql, values: Sql) -> Sql:
    def order(pair: Sql) -> Sql:
        return first_code(
            (f"{pair}.at < 0 or {pair}.at >= {size}", "out_of_range"),
            (f"{pair}.at <= {pair}.before", "not_increasing"),
        )

    previous = f"slice(concat(array(-1), {indices}), 1, size({indices}))"
    pairs = f"zip_with({indices}, {previous}, (at, before) -> {struct(at='at', before='before')})"
    codes = keep(transform(pairs, order), lambda code: f"{code} is not null")
    wrong = "false" if kind.size is None else f"{size} != {kind.size}"
    code = first_code(
        (wrong, "wrong_size"),
        (f"{size} < 0", "out_of_range"),
        (f"size({values}) != size({indices})", "wrong_size"),
    )
    return coalesce(code, f"get({codes}, 0)")
