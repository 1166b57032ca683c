"""Files into files, on whatever Spark runs on."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException
from pyspark.sql import functions as F

from saltus_training.scoring.columns import ParquetFiles
from saltus_training.scoring.failures import cause
from saltus_training.scoring.files import Format, format_of, read, write
from saltus_training.scoring.folders import Folders
from saltus_training.scoring.frame import REASON, score, with_reason
from saltus_training.scoring.model import ScoringError, ScoringModel
from saltus_training.scoring.policies import REFUSAL, conform

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.sql import DataFrame, SparkSession

    from saltus_training.scoring.column_worker import OnBadRow

DIGEST = "model_digest"


@dataclass(frozen=True)
class BatchJob:
    """How files are scored.

    Attributes:
        on_error: Bad rows end the job, are left out, or go to the folder `<target>.errors`.
        keep: Columns to keep beside the scores; by default those that are no inputs.
        outputs: Columns to add; by default those of an answer over HTTP.
        source_format: Format of the input; by default told by its suffix, else Parquet.
        target_format: Format of the output; by default told by its suffix, else Parquet.
    """

    on_error: OnBadRow = "stop"
    keep: Sequence[str] | None = None
    outputs: Sequence[str] | None = None
    source_format: Format | None = None
    target_format: Format | None = None


def score_batch(
    spark: SparkSession, model: ScoringModel, source: str, target: str, job: BatchJob
) -> None:
    """Score a file or folder into a new folder, which appears whole or not at all.

    Raises:
        ScoringError: The input does not fit the model, a row is bad and the job is to stop, or
            the output cannot be written; nothing is left behind.
    """
    folders = Folders(spark)
    for place in (target, f"{target}.errors"):
        if folders.exists(place):
            raise ScoringError(place, "exists already: remove it, or name another folder")
    formats = format_of(source, job.source_format), format_of(target, job.target_format)
    try:
        frame = read(spark, source, formats[0], model)
        files = None
        if formats == ("parquet", "parquet") and folders.are_local(target):
            files = ParquetFiles.of(frame, model, kept(frame, model, job), job.outputs)
        with ExitStack() as stack:
            place = stack.enter_context(folders.appearing(target))
            aside = f"{place}.aside"
            stack.callback(folders.remove, aside)
            if files is None:
                scored = scored_with_reasons(frame, model, job)
                if job.on_error == "side":
                    # Scored once, told apart afterwards.
                    scored.write.parquet(aside)
                    scored = spark.read.parquet(aside)
                write(good_rows(scored, job.on_error), place, formats[1])
                bad = bad_rows(scored)
            else:
                files.score(spark, job.on_error, folders.local(place), folders.local(aside))
                bad = spark.read.schema(with_reason(files.target)).parquet(aside)
            if job.on_error == "side":
                write(bad, stack.enter_context(folders.appearing(f"{target}.errors")), "json")
    except (PySparkException, Py4JJavaError) as error:
        raise ScoringError(source, cause(error)) from error


def kept(frame: DataFrame, model: ScoringModel, job: BatchJob) -> Sequence[str]:
    """Return the columns to keep."""
    if job.keep is not None:
        return job.keep
    return [name for name in frame.columns if name not in {*model.inputs, REFUSAL}]


def scored_with_reasons(frame: DataFrame, model: ScoringModel, job: BatchJob) -> DataFrame:
    """Return the scores of a frame, with `error_reason` where a row is refused or fails."""
    keep = kept(frame, model, job)
    if model.schema is not None:
        frame = conform(frame, model.schema)
    return score(
        frame,
        model,
        outputs=job.outputs,
        keep=keep,
        on_error="null",
        refused=REFUSAL if REFUSAL in frame.columns else None,
    )


def good_rows(scored: DataFrame, on_error: OnBadRow) -> DataFrame:
    """Return the rows that have scores; on `stop` the others end the job."""
    fine = F.col(REASON).isNull()
    if on_error == "stop":
        fine = F.when(fine, True).otherwise(F.raise_error(F.col(REASON)).cast("boolean"))
    return scored.where(fine).drop(REASON)


def bad_rows(scored: DataFrame) -> DataFrame:
    """Return the rows that have a reason in place of scores."""
    return scored.where(F.col(REASON).isNotNull())
