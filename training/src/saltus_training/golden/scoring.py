"""Spark's answers to single rows: values, a dropped row, or an error."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyspark.errors import PySparkException

from saltus_training.declared import declared_columns
from saltus_training.errors import ExportError
from saltus_training.inputs import input_struct
from saltus_training.spark_errors import SPARK_ERRORS, root_cause

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pyspark.ml import Transformer
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType
    from saltus_schema import FeatureSchema

Row = dict[str, Any]

_ROW_ID = "__row_id"
# How the JVM says that it cannot start a program.
_NO_PROGRAM = "java.io.IOException: error=2"
# A row that raises is an answer here, not a failure worth a stack trace in the log.
_NOISY_LOGGERS = (
    "org.apache.spark.executor.Executor",
    "org.apache.spark.scheduler.TaskSetManager",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What Spark does with one row.

    Attributes:
        output: Every column the pipeline adds; None if Spark drops the row or raises.
        error: The root cause where Spark raises.
    """

    output: Row | None = None
    error: str | None = None


class SparkScorer:
    """Scores rows of a schema with a fitted model.

    Args:
        spark: The session that scores.
        model: The fitted model.
        schema: The inputs.
        added: The columns that the model adds; one with the name of an input overwrites it.
    """

    def __init__(
        self,
        spark: SparkSession,
        model: Transformer,
        schema: FeatureSchema,
        added: Collection[str],
    ) -> None:
        self._spark = spark
        self._model = model
        self._inputs = [field.name for field in schema.inputs]
        # Some of them may have the name of an input.
        self._unchanged = set(self._inputs) - set(added)
        self._struct = _struct(schema)
        self._drops_ids = False
        self.struct = self._transform_nothing()
        """What the model makes of the inputs, the row id aside."""

    def score(self, rows: Sequence[Row], suspects: Sequence[bool]) -> list[Outcome]:
        """Scores every row; one that raises takes no other with it.

        Args:
            rows: The rows.
            suspects: For each row whether it is expected to raise, and so to be scored alone.
        """
        outcomes: list[Outcome | None] = [None] * len(rows)
        together = [index for index, suspect in enumerate(suspects) if not suspect]
        alone = [index for index, suspect in enumerate(suspects) if suspect]
        with _quiet(self._spark):
            for indices in [together, *([index] for index in alone)]:
                scored = self._bisect([rows[index] for index in indices])
                for index, outcome in zip(indices, scored, strict=True):
                    outcomes[index] = outcome
        return [outcome for outcome in outcomes if outcome is not None]

    def _bisect(self, rows: Sequence[Row]) -> list[Outcome]:
        """Halves rows until those that raise stand alone."""
        if not rows:
            return []
        try:
            return self._collect(rows)
        except SPARK_ERRORS as error:
            if len(rows) == 1:
                return [Outcome(error=_of_the_row(root_cause(error)))]
        half = len(rows) // 2
        return [*self._bisect(rows[:half]), *self._bisect(rows[half:])]

    def _collect(self, rows: Sequence[Row]) -> list[Outcome]:
        scored = [row.asDict() for row in self._transform(rows).collect()]
        if self._drops_ids:
            # Spark keeps the order; which rows it has dropped can be told one by one only.
            if len(scored) == len(rows):
                return [Outcome(self._added(row)) for row in scored]
            if len(rows) == 1:
                return [Outcome()]
            return [outcome for row in rows for outcome in self._bisect([row])]
        found = {row[_ROW_ID]: row for row in scored}
        return [
            Outcome(self._added(found[index])) if index in found else Outcome()
            for index in range(len(rows))
        ]

    def _added(self, row: Row) -> Row:
        return {name: row[name] for name in self.struct.fieldNames() if name not in self._unchanged}

    def _transform_nothing(self) -> StructType:
        try:
            transformed = self._transform([])
            # A SQL projection may leave any column out.
            self._drops_ids = _ROW_ID not in transformed.columns
            return transformed.drop(_ROW_ID).schema
        except PySparkException as error:
            raise ExportError(
                f"Spark cannot score a frame of the schema's inputs: {root_cause(error)}",
                fix="declare every input in the schema, with the type it was fitted on",
                stage="golden rows",
                rule=ExportError.FAILED,
            ) from error

    def _transform(self, rows: Sequence[Row]) -> DataFrame:
        records = [(*(row[name] for name in self._inputs), index) for index, row in enumerate(rows)]
        return self._model.transform(self._spark.createDataFrame(records, self._struct))


def _of_the_row(reason: str) -> str:
    """Returns the reason, unless it is none that a row can give."""
    if reason.startswith(_NO_PROGRAM):
        raise ExportError(
            "Spark's executors cannot start Python",
            fix="name theirs by the environment variable PYSPARK_PYTHON",
            stage="golden rows",
            rule=ExportError.FAILED,
        )
    return reason


def _struct(schema: FeatureSchema) -> StructType:
    """The inputs and a row id; sizes of vectors are stated where Spark looks for them."""
    struct = input_struct(schema)
    for field, column in zip(struct.fields, declared_columns(schema), strict=True):
        if column.vector_size is not None:
            field.metadata = {"ml_attr": {"num_attrs": column.vector_size}}
    return struct.add(_ROW_ID, "long", nullable=False)


@contextmanager
def _quiet(spark: SparkSession) -> Iterator[None]:
    """Silences the loggers that report failed tasks, where the JVM is at hand."""
    jvm = getattr(spark, "_jvm", None)
    if jvm is None:
        yield
        return
    log4j = jvm.org.apache.logging.log4j
    levels = {name: log4j.LogManager.getLogger(name).getLevel() for name in _NOISY_LOGGERS}
    configurator = log4j.core.config.Configurator
    for name in levels:
        configurator.setLevel(name, log4j.Level.OFF)
    try:
        yield
    finally:
        for name, level in levels.items():
            configurator.setLevel(name, level)
