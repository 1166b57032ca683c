"""What is to be recorded: a fitted model, and the rows it shall score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pyspark.sql import SparkSession
    from pyspark.sql.types import StructType

    Family = Callable[[SparkSession], Iterable["Case"]]


@dataclass(frozen=True)
class Case:
    """A fitted model with rows that show each thing it does.

    Attributes:
        name: The file name it is recorded under, unique in its family.
        model: A fitted model or a transformer that `save` can write.
        schema: The columns of the rows: a StructType, or DDL such as `city string, x double`.
        rows: Values by the order of the schema; null, NaN, unseen, boundary and sparse values
            belong here, those at which Spark raises too.
        ansi: What `spark.sql.ansi.enabled` shall be, by default what it is.
        time_zone: What `spark.sql.session.timeZone` shall be.
        overwritten: The columns of the schema that the model overwrites.
    """

    name: str
    model: Any
    schema: StructType | str
    rows: Sequence[tuple[Any, ...]]
    ansi: bool | None = None
    time_zone: str = "UTC"
    overwritten: Sequence[str] = ()
