"""What a stream tells of its micro-batches."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyspark.sql import functions as F

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyspark.sql import DataFrame
    from pyspark.sql.streaming.query import StreamingQuery

POLL_SECONDS = 0.5

_METRICS = "saltus_source"
_ARRIVED = "saltus_arrived"


@dataclass(frozen=True)
class Progress:
    """What a micro-batch did.

    Attributes:
        batch: Its number.
        rows: Rows that it read.
        rows_per_second: Its speed.
        lag_seconds: From the arrival of its oldest row at the source, which is when its file was
            last written to or its message was sent, until the scores were there.
        waiting: Messages that the source has beyond it; `None` where the source does not tell.
    """

    batch: int
    rows: int
    rows_per_second: float
    lag_seconds: float
    waiting: int | None = None

    def __str__(self) -> str:
        behind = "" if self.waiting is None else f", {self.waiting:,} messages waiting"
        return (
            f"batch {self.batch}: {self.rows:,} rows, {self.rows_per_second:,.1f} rows/s, "
            f"lag {self.lag_seconds:.1f} s{behind}"
        )


def watched(frame: DataFrame, arrived: str) -> DataFrame:
    """Let Spark note how many rows of a stream there are, and when the oldest arrived.

    Args:
        frame: The stream.
        arrived: The SQL expression of a row's timestamp.
    """
    seconds = F.expr(f"unix_micros({arrived}) / 1e6")
    noted = frame.select("*", seconds.alias(_ARRIVED)).observe(
        _METRICS, F.count(F.lit(1)).alias("rows"), F.min(_ARRIVED).alias("oldest")
    )
    return noted.drop(_ARRIVED)


def follow(query: StreamingQuery, told: Callable[[Progress], None]) -> None:
    """Tell of each micro-batch that is done, until the query ends.

    Raises:
        StreamingQueryException: The query failed.
    """
    seen = -1
    try:
        active = True
        while active:
            active = not query.awaitTermination(POLL_SECONDS)  # type: ignore[arg-type]
            for event in query.recentProgress:
                if event["batchId"] > seen and event["numInputRows"]:
                    seen = event["batchId"]
                    told(_progress(event))
    finally:
        query.stop()


def _progress(event: Any) -> Progress:
    seconds = event["durationMs"].get("triggerExecution", 0) / 1000
    noted = event["observedMetrics"][_METRICS]
    waiting = event["sources"][0].get("metrics", {}).get("maxOffsetsBehindLatest")
    return Progress(
        batch=event["batchId"],
        rows=noted["rows"],
        rows_per_second=noted["rows"] / seconds if seconds else 0.0,
        lag_seconds=max(0.0, time.time() - noted["oldest"]),
        waiting=None if waiting is None else int(waiting),
    )
