"""The runtime's types as Spark's."""

from __future__ import annotations

from pyspark.sql import types as T

_SCALARS: dict[str, T.DataType] = {
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
}


def spark_type(name: str) -> T.DataType:
    """Return the type in which scores of the runtime's type *name* arrive: vectors are arrays."""
    if name.startswith("vector"):
        return T.ArrayType(T.DoubleType())
    if name.startswith("list<"):
        return T.ArrayType(spark_type(name[5:-1]))
    if name.startswith("map<string,"):
        return T.MapType(T.StringType(), spark_type(name[11:-1]))
    if name.startswith("decimal("):
        precision, scale = name.removeprefix("decimal(").removesuffix(")").split(",")
        return T.DecimalType(int(precision), int(scale))
    return _SCALARS[name]
