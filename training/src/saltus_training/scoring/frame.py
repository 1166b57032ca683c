"""Scores beside the columns of a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark import cloudpickle
from pyspark.sql import types as T

from saltus_training.scoring import worker
from saltus_training.scoring.model import ScoringError, ScoringModel
from saltus_training.scoring.types import spark_type
from saltus_training.spark_types import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import saltus_runtime as sr
    from pyspark.sql import DataFrame

    from saltus_training.scoring.worker import OnError, OnSkip

REASON = "error_reason"

cloudpickle.register_pickle_by_value(worker)  # type: ignore[no-untyped-call]


def score(
    frame: DataFrame,
    bundle: str | Path | ScoringModel,
    *,
    outputs: Sequence[str] | None = None,
    keep: Sequence[str] | None = None,
    on_error: OnError = "raise",
    on_skip: OnSkip = "drop",
    refused: str | None = None,
) -> DataFrame:
    """Return the frame with the bundle's scores, batch or streaming, evaluated when Spark does.

    Args:
        frame: Has the bundle's inputs, by name. A vector may be a vector of Spark ML or an array.
        bundle: A zip file that the driver can read, or the loaded model.
        outputs: Columns to add; by default those of an answer over HTTP, or without a feature
            schema every column of the pipeline. Vectors are arrays of doubles.
        keep: Columns of the frame in the result; by default all that the bundle does not overwrite.
        on_error: What becomes of a row that Spark would raise on: the job fails with a
            ScoreError, or the row stays with nulls and an `error_reason`, or it goes.
        on_skip: What becomes of a row that Spark drops: it stays so, too, or it goes.
        refused: A column of text. A row that has one is not scored: it stays with nulls and with
            that text as its `error_reason`, whatever `on_error` says.

    Raises:
        ScoringError: The bundle cannot be used, or a column is missing or there twice.
    """
    model = bundle if isinstance(bundle, ScoringModel) else ScoringModel.load(bundle)
    scorer = model.scorer(outputs)
    inputs = [column.name for column in scorer.inputs]
    overwritten = {out.name for out in scorer.outputs} & set(inputs)
    kept = [name for name in frame.columns if name not in overwritten] if keep is None else [*keep]
    read = [*kept, *inputs, *([refused] if refused else [])]
    for name in read:
        if frame.columns.count(name) != 1:
            how = "is missing" if name not in frame.columns else "is there more than once"
            raise ScoringError(f"column `{name}`", f"{how} in the frame, which has {frame.columns}")
    schema = scored_schema(frame.schema, scorer, kept)
    if refused or "null" in {on_error, on_skip}:
        schema = with_reason(schema)
    function = worker.column_scorer(
        model.content, [out.name for out in scorer.outputs], kept, on_error, on_skip, refused
    )
    needed = frame.select([quoted(name) for name in dict.fromkeys(read)])
    return needed.mapInArrow(function, schema)


def scored_schema(frame: T.StructType, scorer: sr.Scorer, keep: Sequence[str]) -> T.StructType:
    """Return the columns of a frame that stay, and then those that the scorer adds.

    Raises:
        ScoringError: Two have the same name.
    """
    added = [T.StructField(out.name, spark_type(out.type)) for out in scorer.outputs]
    schema = T.StructType([*(frame[name] for name in keep), *added])
    _refuse_twins(schema.names)
    return schema


def with_reason(schema: T.StructType) -> T.StructType:
    """Return the columns with that for the reason why a row has no scores.

    Raises:
        ScoringError: One of them has its name.
    """
    _refuse_twins([*schema.names, REASON])
    return T.StructType([*schema, T.StructField(REASON, T.StringType())])


def _refuse_twins(names: Sequence[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            reason = (
                "the frame has it, and the bundle adds it: rename it, or leave it out of `keep`"
            )
            raise ScoringError(f"column `{name}`", reason)
