"""Scoring files into files."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self, TextIO

import pyarrow as pa
import saltus_runtime as sr
from saltus_schema import ColumnError
from saltus_schema.arrow import Checked, Checker

from saltus_serving.batch.formats import Format, data_files, format_of
from saltus_serving.batch.sink import Sink, appearing, sink
from saltus_serving.batch.source import batches
from saltus_serving.errors import BatchError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from saltus_serving.model import Model

# A name that no bundle or file would use; Arrow's interface ends names at a zero byte.
_ROW = "\x01saltus row"
_DROPPED = "row dropped: a stage skips invalid rows"


class OnError(StrEnum):
    """What a row does that gets no scores because it, or its values, are at fault."""

    STOP = "stop"
    SKIP = "skip"
    SIDE = "side"


@dataclass(frozen=True)
class BatchOptions:
    """How files are scored.

    Attributes:
        on_error: What becomes of bad rows.
        outputs: Columns of the pipeline besides those of an answer.
        keep: Inputs to keep beside the scores.
        threads: Threads that score; 0 takes all cores.
    """

    on_error: OnError = OnError.STOP
    outputs: Sequence[str] = ()
    keep: Sequence[str] = ()
    threads: int = 0


@dataclass
class Summary:
    """How many rows had which outcome.

    Attributes:
        scored: Rows in the output.
        bad: Rows refused by the schema, or on which Spark would raise.
        dropped: Rows that Spark drops, too.
    """

    scored: int = 0
    bad: int = 0
    dropped: int = 0


def score_files(
    model: Model,
    source: Path,
    target: Path,
    options: BatchOptions,
    moved: Callable[[Path, int], None] = lambda _file, _bytes: None,
) -> Summary:
    """Score a file, or all files of a folder.

    Args:
        model: What scores.
        source: A file, or a folder whose files have the same columns.
        target: A file whose suffix names its format; for a folder also a new folder, which gets
            a file for each file.
        options: How.
        moved: Told how many bytes of a file have been read.

    Raises:
        BatchError: Something is wrong with a file or, on `OnError.STOP`, with a row; then there
            is no output, and an earlier one is as it was.
        saltus_runtime.UnknownColumnError: The pipeline adds no column of `options.outputs`.
    """
    files = data_files(source)
    folder = source.is_dir() and not target.suffix
    if not folder:
        format_of(target)
    elif target.exists():
        raise BatchError(str(target), "the folder exists already: remove it, or name another")
    if target.resolve() == source.resolve():
        raise BatchError(str(target), "the output would replace the input")
    summary = Summary()
    with ExitStack() as stack:
        side = None
        if options.on_error is OnError.SIDE:
            place = stack.enter_context(appearing(side_file(target)))
            side = stack.enter_context(place.open("w", encoding="utf-8"))
        place = stack.enter_context(appearing(target))
        job = _Job(model, options, summary, side)
        outlet = None if folder else stack.enter_context(_Outlet(place))
        for file in files:
            if outlet is not None:
                job.score(file, outlet, moved)
                continue
            with _Outlet(place / file.relative_to(source)) as own:
                job.score(file, own, moved)
    return summary


def side_file(target: Path) -> Path:
    """Return where bad rows go: beside the output, one JSON object a line."""
    return target.with_name(f"{target.name}.errors.jsonl")


@dataclass
class _Outlet:
    """A file that opens with the first table."""

    path: Path
    _sink: Sink | None = None
    _schema: pa.Schema | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._sink is not None:
            self._sink.close()

    def write(self, file: Path, table: pa.Table) -> None:
        if self._sink is None or self._schema is None:
            self._schema = table.schema
            self._sink = sink(self.path, table.schema)
        elif table.schema != self._schema:
            try:
                table = table.select(self._schema.names).cast(self._schema)
            except (pa.ArrowException, KeyError, ValueError) as error:
                raise BatchError(
                    str(file), f"its columns differ from the file before: {error}"
                ) from None
        if table.num_rows:
            self._sink.write(table)


@dataclass
class _Job:
    model: Model
    options: BatchOptions
    summary: Summary
    side: TextIO | None
    checker: Checker = field(init=False)
    scorer: sr.Scorer = field(init=False)

    def __post_init__(self) -> None:
        self.checker = Checker(self.model.schema, self.model.validator, self.options.keep)
        self.scorer = self.model.scorer_with(tuple(self.options.outputs))

    def score(self, file: Path, outlet: _Outlet, moved: Callable[[Path, int], None]) -> None:
        text = format_of(file) is Format.CSV
        first = 0
        for rows in batches(file, lambda size: moved(file, size)):
            try:
                if isinstance(rows, list):
                    checked = self.checker.lines(rows)
                else:
                    checked = self.checker.columns(rows, text=text)
            except ColumnError as error:
                raise BatchError(str(file), str(error)) from None
            outlet.write(file, self._scored(file, checked, first))
            first += len(rows)

    def _scored(self, file: Path, checked: Checked, first: int) -> pa.Table:
        count = checked.inputs.num_rows + len(checked.refused)
        admitted: Sequence[int] = range(count)
        if checked.refused:
            admitted = [at for at in admitted if at not in checked.refused]
        inputs = checked.inputs.append_column(_ROW, pa.array(admitted, pa.int64()))
        try:
            scored = self.scorer.score_arrow(
                inputs,
                threads=self.options.threads,
                on_error="null",
                on_skip="drop",
                keep=[_ROW],
            )
        except sr.ScoreError as error:
            raise BatchError(str(file), str(error)) from None
        # `pa.table` would import pandas, where it is installed, to see what it is given.
        scores = pa.RecordBatchReader.from_stream(scored).read_all()
        reasons = scores["error_reason"]
        bad = dict(checked.refused)
        if reasons.null_count < scores.num_rows:
            failed = scores.filter(reasons.is_valid())
            bad |= zip(failed[_ROW].to_pylist(), failed["error_reason"].to_pylist(), strict=True)
            scores = scores.filter(reasons.is_null())
        self._account(file, checked, first, bad, scores[_ROW])
        kept = checked.kept
        if scores.num_rows < count:
            kept = kept.take(scores[_ROW])
        return _beside(file, kept, scores.drop_columns([_ROW, "error_reason"]))

    def _account(
        self, file: Path, checked: Checked, first: int, bad: dict[int, str], scored: pa.ChunkedArray
    ) -> None:
        count = checked.inputs.num_rows + len(checked.refused)
        if bad and self.options.on_error is OnError.STOP:
            at = min(bad)
            raise BatchError(str(file), bad[at], row=first + at)
        self.summary.scored += len(scored)
        self.summary.bad += len(bad)
        self.summary.dropped += count - len(scored) - len(bad)
        if self.side is None or len(scored) == count:
            return
        there = set(scored.to_pylist())
        for at in range(count):
            if at not in there:
                entry: dict[str, Any] = {
                    "file": str(file),
                    "row": first + at,
                    "reason": bad.get(at, _DROPPED),
                }
                entry["values"] = checked.shown(at)
                self.side.write(json.dumps(entry, ensure_ascii=False, default=str) + "\n")


def _beside(file: Path, kept: pa.Table, scores: pa.Table) -> pa.Table:
    if twice := set(kept.column_names) & set(scores.column_names):
        reason = f"column `{min(twice)}` has the name of a score: rename it"
        raise BatchError(str(file), reason)
    names = [*kept.column_names, *scores.column_names]
    return pa.table([*kept.columns, *scores.columns], names=names)
