"""What runs on executors that score Parquet files column by column, past Spark's rows.

They need `saltus_schema` beside the runtime, but not this package: Spark's pickle takes what is
in this module by value.
"""

from __future__ import annotations

import secrets
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq
import saltus_runtime
from saltus_schema import FeatureSchema
from saltus_schema.arrow import Checker

from saltus_training.scoring.spans import FileError, read_span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from saltus_training.scoring.spans import Span
    from saltus_training.scoring.worker import OnError

OnBadRow = Literal["stop", "skip", "side"]

_REASON = "error_reason"
# What the runtime does with a row on which Spark would raise.
_ON_ERROR: dict[OnBadRow, OnError] = {"stop": "raise", "skip": "drop", "side": "null"}


@dataclass(frozen=True)
class ColumnJob:
    """How spans are scored.

    Attributes:
        content: The bytes of a bundle.
        feature_schema: Its feature schema as JSON; rows are not judged without one.
        on_bad_row: Bad rows end the job, are left out, or go aside.
        keep: Columns of the files that stay.
        outputs: Columns that the bundle adds.
        source: The columns to read.
        target: The columns to write: those that stay, then the outputs.
        folder: Where scored rows go.
        aside: Where bad rows go, with their `error_reason`.
    """

    content: bytes
    feature_schema: str | None
    on_bad_row: OnBadRow
    keep: list[str]
    outputs: list[str]
    source: pa.Schema
    target: pa.Schema
    folder: str
    aside: str


def span_scorer(
    job: ColumnJob, tasks: list[list[Span]]
) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return what `mapInArrow` takes: numbers of tasks come in, names of their files go out.

    Each attempt of a task has names of its own: one that died, or came second, harms no other.
    """

    def score(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        worker = _Worker(job)
        for batch in batches:
            for number in batch.column(0).to_pylist():
                name = f"part-{number:05}-{secrets.token_hex(8)}.parquet"
                worker.score(tasks[number], name)
                yield pa.RecordBatch.from_pydict({"file": [name]})

    return score


class _Worker:
    """Scores spans into files."""

    def __init__(self, job: ColumnJob) -> None:
        self._job = job
        self._scorer = saltus_runtime.load(job.content).scorer(job.outputs)
        self._checker = None
        if job.feature_schema is not None:
            self._checker = Checker(FeatureSchema.from_json(job.feature_schema))

    def score(self, spans: list[Span], name: str) -> None:
        """Score some spans into a file, and their bad rows, if any go aside, into another.

        Raises:
            FileError: A file cannot be read or written, or a row ends the job.
        """
        with ExitStack() as files:
            try:
                out = aside = None
                out = files.enter_context(_writer(self._job.folder, name, self._job.target))
                for span in spans:
                    for first, rows in read_span(span, self._job.source):
                        good, bad = self._scored(rows, span, first)
                        out.write_table(good)
                        if bad.num_rows:
                            aside = aside or files.enter_context(
                                _writer(self._job.aside, name, bad.schema)
                            )
                            aside.write_table(bad)
                files.close()
            except (OSError, pa.ArrowException) as error:
                raise FileError(f"{self._job.folder}: it cannot be written: {error}") from error

    def _scored(self, rows: pa.RecordBatch, span: Span, first: int) -> tuple[pa.Table, pa.Table]:
        """The rows with scores, and those that go aside for want of them."""
        how = self._job.on_bad_row
        table, refused = self._judged(rows)
        if how == "stop" and refused:
            at, reason = min(refused.items())
            raise FileError(f"{span.path}: row {first + at}: {reason}")
        try:
            scored = self._scorer.score_arrow(
                table, keep=self._job.keep, on_error=_ON_ERROR[how], on_skip="drop"
            )
        except saltus_runtime.ScoreError as error:
            where = "" if error.row is None else f"row {first + error.row}: "
            raise FileError(f"{span.path}: {where}{error}") from None
        # `pa.table` would import pandas, where it is installed, to see what it is given.
        scores = pa.RecordBatchReader.from_stream(scored).read_all()
        if how != "side":
            return scores.cast(self._job.target), scores.slice(0, 0)
        reasons = scores[_REASON]
        good = scores.filter(reasons.is_null()).drop_columns([_REASON])
        bad = [scores.filter(reasons.is_valid()), _without_scores(rows, refused, scores.schema)]
        return good.cast(self._job.target), pa.concat_tables(bad)

    def _judged(self, rows: pa.RecordBatch) -> tuple[pa.Table, dict[int, str]]:
        """The rows that the schema admits, and why it refuses the others, by their positions."""
        if self._checker is None:
            return pa.Table.from_batches([rows]), {}
        checked = self._checker.columns(rows)
        table = checked.inputs
        kept = rows.select([name for name in self._job.keep if name not in table.column_names])
        if checked.refused:
            kept = kept.filter(pa.array([at not in checked.refused for at in range(len(rows))]))
        for name in kept.schema.names:
            table = table.append_column(name, kept[name])
        return table, checked.refused


def _writer(folder: str, name: str, schema: pa.Schema) -> Any:
    # Numbers, mostly scores and keys, hardly repeat: looking for that would take the most time.
    repeated = [field.name for field in schema if pa.types.is_string(field.type)]
    return pq.ParquetWriter(f"{folder}/{name}", schema, use_dictionary=repeated)


def _without_scores(rows: pa.RecordBatch, refused: dict[int, str], schema: pa.Schema) -> pa.Table:
    """What the schema refuses, with the reasons and nulls for scores."""
    kept = rows.take(pa.array(refused, pa.int64()))
    columns = [
        kept[field.name] if field.name in kept.schema.names else pa.nulls(len(refused), field.type)
        for field in schema
    ]
    columns[-1] = pa.array(refused.values(), pa.string())
    return pa.Table.from_arrays(columns, schema=schema)
