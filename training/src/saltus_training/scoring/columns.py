"""Parquet into Parquet column by column: executors read, score and write, past Spark's rows.

Spark has no way to hand columns on as it reads them: it turns them into rows for Python, and the
scores into rows again, which takes longer than scoring. So where both sides are Parquet in a file
system that executors see as a folder, Spark is told which bytes to score, and no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote, urlsplit

from pyspark import cloudpickle
from pyspark.sql import types as T
from pyspark.sql.pandas.types import to_arrow_schema

from saltus_training.scoring import column_worker, spans
from saltus_training.scoring.column_worker import ColumnJob, span_scorer
from saltus_training.scoring.frame import scored_schema, with_reason
from saltus_training.scoring.spans import Span
from saltus_training.scoring.types import spark_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

    from saltus_training.scoring.column_worker import OnBadRow
    from saltus_training.scoring.model import ScoringModel

# Bytes of a task: as many as Spark gives to one.
_MOST, _LEAST = 128 << 20, 4 << 20
# Types whose values Parquet holds in one way only. Dates and timestamps have several calendars.
_PLAIN = (T.BooleanType, T.IntegralType, T.FractionalType, T.StringType, T.BinaryType)
_INPUTS: dict[str, tuple[type[T.DataType], ...]] = {
    "boolean": (T.BooleanType,),
    "string": (T.StringType,),
    **dict.fromkeys(("byte", "short", "int", "long"), (T.IntegralType,)),
    **dict.fromkeys(("float", "double"), (T.IntegralType, T.FloatType, T.DoubleType)),
}

for _module in (spans, column_worker):
    cloudpickle.register_pickle_by_value(_module)  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class ParquetFiles:
    """Files that executors can score by themselves.

    Attributes:
        paths: Where they are, in the order of their rows.
        model: What scores them.
        keep: Columns that stay.
        outputs: Columns that the bundle adds.
        source: The columns to read.
        target: The columns to write.
    """

    paths: Sequence[Path]
    model: ScoringModel
    keep: Sequence[str]
    outputs: Sequence[str]
    source: T.StructType
    target: T.StructType

    @classmethod
    def of(
        cls,
        frame: DataFrame,
        model: ScoringModel,
        keep: Sequence[str],
        outputs: Sequence[str] | None,
    ) -> Self | None:
        """Return the files of a frame that was read from Parquet; `None` where Spark is to read.

        Raises:
            ScoringError: The bundle has no such output, or it has the name of a column that stays.
        """
        names = list(dict.fromkeys([*keep, *model.inputs]))
        paths = _local_paths(frame.inputFiles())
        if paths is None or any(frame.columns.count(name) != 1 for name in names):
            return None
        source = T.StructType([frame.schema[name] for name in names])
        if not _judged_alike(source, model, keep):
            return None
        scorer = model.scorer(outputs)
        target = scored_schema(frame.schema, scorer, keep)
        with_reason(target)
        return cls(paths, model, keep, [column.name for column in scorer.outputs], source, target)

    def score(self, spark: SparkSession, on_bad_row: OnBadRow, folder: Path, aside: Path) -> None:
        """Score the files into a new folder, and rows that go aside into another."""
        tasks = share_out(
            [(str(path), path.stat().st_size) for path in self.paths],
            spark.sparkContext.defaultParallelism,
        )
        schema = self.model.schema
        job = ColumnJob(
            content=self.model.content,
            feature_schema=None if schema is None else schema.to_json(),
            on_bad_row=on_bad_row,
            keep=list(self.keep),
            outputs=list(self.outputs),
            source=_as_nullable(self.source),
            target=_as_nullable(self.target),
            folder=str(folder),
            aside=str(aside),
        )
        folder.mkdir()
        aside.mkdir()
        numbers = spark.range(0, len(tasks), 1, len(tasks))
        done = numbers.mapInArrow(span_scorer(job, tasks), "file string").collect()
        names = {row.file for row in done}
        for file in [*folder.iterdir(), *aside.iterdir()]:
            if file.name not in names:
                file.unlink()
        (folder / "_SUCCESS").touch()


def share_out(files: Sequence[tuple[str, int]], cores: int) -> list[list[Span]]:
    """Cut files into tasks of like size, in their order.

    Args:
        files: Their paths and sizes in bytes.
        cores: How many tasks run at a time.

    Returns:
        At least one task.
    """
    size = min(_MOST, max(_LEAST, -(-sum(size for _, size in files) // cores)))
    tasks: list[list[Span]] = [[]]
    room = size
    for path, end in files:
        # A file without any bytes is none of Parquet, which its span will tell.
        for start in range(0, max(end, 1), size):
            span = Span(path, start, min(start + size, end))
            length = span.end - span.start
            if length > room:
                tasks.append([])
                room = size
            tasks[-1].append(span)
            room -= length
    return tasks


def _local_paths(uris: Sequence[str]) -> list[Path] | None:
    """The paths; `None` if some file is elsewhere, or a folder's name has the value of a column."""
    paths = []
    for uri in sorted(uris):
        parts = urlsplit(uri)
        path = Path(unquote(parts.path))
        if parts.scheme != "file" or any("=" in name for name in path.parent.parts):
            return None
        paths.append(path)
    return paths


def _judged_alike(source: T.StructType, model: ScoringModel, keep: Sequence[str]) -> bool:
    """Tell whether the types are such that the schema judges columns as it judges Spark's rows."""
    if not all(isinstance(column.dataType, _PLAIN) for column in source):
        return False
    return model.schema is None or all(
        isinstance(source[field.name].dataType, _INPUTS.get(field.type, ()))
        # An input that stays gets the type that is declared.
        and (field.name not in keep or source[field.name].dataType == spark_type(field.type))
        for field in model.schema.inputs
    )


def _as_nullable(schema: T.StructType) -> pa.Schema:
    return to_arrow_schema(
        T.StructType([T.StructField(field.name, field.dataType) for field in schema])
    )
