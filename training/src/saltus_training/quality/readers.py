"""Which reader reads which feature type. A new type is one reader and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from saltus_schema.types.boolean import BooleanType
from saltus_schema.types.date import DateType
from saltus_schema.types.decimal import DecimalType
from saltus_schema.types.floating import FloatingType
from saltus_schema.types.integer import IntegerType
from saltus_schema.types.sequence import ListType
from saltus_schema.types.text import StringType
from saltus_schema.types.timestamp import TimestampType
from saltus_schema.types.vector import VectorType

from saltus_training.quality.decimals import read_decimal
from saltus_training.quality.numbers import read_floating, read_integer
from saltus_training.quality.reading import is_variant
from saltus_training.quality.sequences import read_list, read_vector
from saltus_training.quality.text import read_boolean, read_date, read_string, read_timestamp
from saltus_training.quality.variants import read_variant

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyspark.sql import types as T
    from saltus_schema import FeatureType

    from saltus_training.expressions import Sql
    from saltus_training.quality.reading import Reading

_SCALARS: dict[type[FeatureType], Callable[[Any, Sql, T.DataType], Reading]] = {
    BooleanType: read_boolean,
    IntegerType: read_integer,
    FloatingType: read_floating,
    DecimalType: read_decimal,
    StringType: read_string,
    DateType: read_date,
    TimestampType: read_timestamp,
}
_NESTED: dict[type[FeatureType], Callable[[Any, Sql, T.DataType, Any], Reading]] = {
    ListType: read_list,
    VectorType: read_vector,
}


def read(kind: FeatureType, column: Sql, source: T.DataType) -> Reading:
    """Reads a column of any Spark type as a feature type, value by value.

    Args:
        kind: The feature type.
        column: The column; its nulls are none of the reader's business.
        source: The column's Spark type.
    """
    if is_variant(source):
        return read_variant(kind, column, read)
    if type(kind) in _NESTED:
        return _NESTED[type(kind)](kind, column, source, read)
    return _SCALARS[type(kind)](kind, column, source)
