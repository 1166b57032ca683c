"""Rows that keep coming, scored as they come: each once, whatever happens.

Spark's checkpoint says which rows make up a micro-batch, before it is scored. A micro-batch is
written under a hidden name and renamed to `batch=<id>`: if that is there after a crash, it is
whole. So a restart neither loses nor doubles rows, and each micro-batch may use another bundle.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException
from pyspark.sql import functions as F

from saltus_training.scoring.batch import (
    DIGEST,
    BatchJob,
    bad_rows,
    good_rows,
    scored_with_reasons,
)
from saltus_training.scoring.failures import cause
from saltus_training.scoring.folders import Folders
from saltus_training.scoring.kafka import SCHEME, Topic
from saltus_training.scoring.model import ScoringError
from saltus_training.scoring.places import FolderSource, FolderTarget, Source, Target
from saltus_training.scoring.progress import Progress, follow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pyspark.sql import DataFrame, SparkSession

    from saltus_training.scoring.model import ScoringModel


@dataclass(frozen=True)
class StreamJob:
    """How a stream is scored.

    Attributes:
        batch: How each micro-batch is scored.
        checkpoint: Folder for Spark's progress; by default `<target>.checkpoint`.
        every: Time between micro-batches, such as `10 seconds`.
        once: Score what is there, then end.
        most: Files or messages of a micro-batch at most; `None` takes all that are there.
        kafka: More of Spark's options for Kafka.
    """

    batch: BatchJob
    checkpoint: str | None = None
    every: str = "5 seconds"
    once: bool = False
    most: int | None = None
    kafka: Mapping[str, str] | None = None


def score_stream(
    spark: SparkSession,
    current: Callable[[], ScoringModel],
    source: str,
    target: str,
    job: StreamJob,
    told: Callable[[Progress], None] = lambda _progress: None,
) -> None:
    """Score what is at the source, and what comes, until interrupted.

    Args:
        spark: The session.
        current: Gives the model of the next micro-batch.
        source: A folder into which files are moved, the first of which must be there, as they
            tell the columns; or `kafka://HOST:PORT/TOPIC`.
        target: A folder, which Spark reads as one frame with the columns `model_digest` and
            `batch` besides; or a topic.
        job: How.
        told: Called for each micro-batch that is done.

    Raises:
        ScoringError: As in `score_batch`; micro-batches that are done stay.
    """
    checkpoint = job.checkpoint or f"{target}.checkpoint"
    if checkpoint.startswith(SCHEME):
        raise ScoringError(target, "is a topic: name a folder for the progress by --checkpoint")
    place = _source(source, job)
    batches = _MicroBatches(place, _target(spark, target, job), current, job.batch)
    try:
        writer = place.stream(spark, job.most, current()).writeStream.foreachBatch(batches)
        writer = writer.option("checkpointLocation", checkpoint)
        if job.once:
            writer = writer.trigger(availableNow=True)
        else:
            writer = writer.trigger(processingTime=job.every)
        follow(writer.start(), told)
    except (PySparkException, Py4JJavaError) as error:
        failure = batches.failure or error
        if isinstance(failure, ScoringError):
            raise failure from None
        raise ScoringError(source, cause(failure)) from failure


def _source(source: str, job: StreamJob) -> Source:
    if source.startswith(SCHEME):
        return Topic.of(source, job.kafka or {})
    return FolderSource(source, job.batch.source_format)


def _target(spark: SparkSession, target: str, job: StreamJob) -> Target:
    if target.startswith(SCHEME):
        return Topic.of(target, job.kafka or {})
    return FolderTarget(Folders(spark), target, job.batch.target_format)


@dataclass
class _MicroBatches:
    """Scores micro-batches, and keeps why one failed, of which Spark tells as a text only."""

    source: Source
    target: Target
    current: Callable[[], ScoringModel]
    job: BatchJob
    failure: Exception | None = field(default=None, init=False)

    def __call__(self, frame: DataFrame, batch: int) -> None:
        """Score a micro-batch, unless an earlier run got it done before it died."""
        if self.target.has(batch):
            return
        try:
            self._score(frame, batch)
        except Exception as error:
            self.failure = error
            raise

    def _score(self, frame: DataFrame, batch: int) -> None:
        model = self.current()
        keep = None if self.job.keep is None else [*self.job.keep, *self.source.keys]
        rows = self.source.rows(frame, model, self.job.keep or ())
        scored = scored_with_reasons(rows, model, replace(self.job, keep=keep))
        scored = scored.withColumn(DIGEST, F.lit(model.bundle.digest))
        if self.job.on_error != "side":
            self.target.write(batch, good_rows(scored, self.job.on_error))
            return
        # Scored once, told apart afterwards.
        scored = scored.persist()
        try:
            self.target.write_errors(batch, bad_rows(scored))
            self.target.write(batch, good_rows(scored, self.job.on_error))
        finally:
            scored.unpersist()
