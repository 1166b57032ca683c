"""Files that keep coming, scored as they come: each row once, whatever happens.

Spark's checkpoint says which files make up a micro-batch, before it is scored. A micro-batch is
written under a hidden name and renamed to `batch=<id>`: if that is there after a crash, it is
whole. So a restart neither loses nor doubles rows, and each micro-batch may use another bundle.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyspark.errors import PySparkException, StreamingQueryException
from pyspark.sql import functions as F

from saltus_training.scoring.batch import (
    DIGEST,
    BatchJob,
    cause,
    good_rows,
    scored_with_reasons,
)
from saltus_training.scoring.files import Folders, format_of, read, write
from saltus_training.scoring.model import ScoringError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.streaming.query import StreamingQuery

    from saltus_training.scoring.model import ScoringModel

POLL_SECONDS = 1


@dataclass(frozen=True)
class StreamJob:
    """How a stream is scored.

    Attributes:
        batch: How each micro-batch is scored.
        checkpoint: Folder for Spark's progress; by default `<target>.checkpoint`.
        every: Time between micro-batches, such as `10 seconds`.
        once: Score what is there, then end.
        files_per_batch: Most files of a micro-batch; `None` takes all that are there.
    """

    batch: BatchJob
    checkpoint: str | None = None
    every: str = "5 seconds"
    once: bool = False
    files_per_batch: int | None = None


@dataclass(frozen=True)
class Progress:
    """What a micro-batch did.

    Attributes:
        batch: Its number.
        rows: Rows that it read.
        rows_per_second: Its speed.
        lag_seconds: From its start until its scores were there.
    """

    batch: int
    rows: int
    rows_per_second: float
    lag_seconds: float


def score_stream(
    spark: SparkSession,
    current: Callable[[], ScoringModel],
    source: str,
    target: str,
    job: StreamJob,
    told: Callable[[Progress], None] = lambda _progress: None,
) -> None:
    """Score the files of a folder, and those that are put there, until interrupted.

    Args:
        spark: The session.
        current: Gives the model of the next micro-batch.
        source: The folder. At least one file must be there, as it tells the columns.
        target: The folder of the scores: Spark reads it as one frame, with the columns
            `model_digest` and `batch` besides.
        job: How.
        told: Called for each micro-batch that is done.

    Raises:
        ScoringError: As in `score_batch`; micro-batches that are done stay.
    """
    if job.batch.on_error == "side":
        raise ScoringError("--on-error", "a stream stops at bad rows or skips them")
    format_ = format_of(source, job.batch.source_format)
    try:
        schema = read(spark, source, format_).schema
        reader = spark.readStream.format(format_).schema(schema)
        if format_ == "csv":
            reader = reader.option("header", "true")
        if job.files_per_batch is not None:
            reader = reader.option("maxFilesPerTrigger", job.files_per_batch)
        sink = _Sink(Folders(spark), current, target, job.batch)
        writer = reader.load(source).writeStream.foreachBatch(sink.write)
        writer = writer.option("checkpointLocation", job.checkpoint or f"{target}.checkpoint")
        if job.once:
            writer = writer.trigger(availableNow=True)
        else:
            writer = writer.trigger(processingTime=job.every)
        _follow(writer.start(), told)
    except (PySparkException, StreamingQueryException) as error:
        raise ScoringError(source, cause(error)) from error


@dataclass(frozen=True)
class _Sink:
    folders: Folders
    current: Callable[[], ScoringModel]
    target: str
    job: BatchJob

    def write(self, frame: DataFrame, batch: int) -> None:
        """Write a micro-batch, unless an earlier run got it done before it died."""
        done = f"{self.target}/batch={batch}"
        if self.folders.exists(done):
            return
        model = self.current()
        scored = good_rows(scored_with_reasons(frame, model, self.job), self.job.on_error)
        scored = scored.withColumn(DIGEST, F.lit(model.bundle.digest))
        # A name that Spark's readers leave out, and that a run that died may have left.
        place = f"{self.target}/_scoring-{batch}"
        self.folders.remove(place)
        write(scored, place, format_of(self.target, self.job.target_format))
        self.folders.rename(place, done)


def _follow(query: StreamingQuery, told: Callable[[Progress], None]) -> None:
    seen = -1
    try:
        active = True
        while active:
            active = not query.awaitTermination(POLL_SECONDS)
            for progress in query.recentProgress:
                if progress["batchId"] > seen and progress["numInputRows"]:
                    seen = progress["batchId"]
                    told(
                        Progress(
                            batch=seen,
                            rows=progress["numInputRows"],
                            rows_per_second=progress["processedRowsPerSecond"],
                            lag_seconds=progress["durationMs"].get("triggerExecution", 0) / 1000,
                        )
                    )
    finally:
        query.stop()
