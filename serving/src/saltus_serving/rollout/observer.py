"""Who serves a model, seen from outside."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from saltus_serving.store import ModelStore, WorkerReport

Life = Literal["alive", "hung", "dead"]

HUNG_SECONDS = 5.0
"""A worker whose counter stands still for so long does nothing."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A worker as it was seen.

    Attributes:
        report: What it says.
        life: Whether that can still be believed.
    """

    report: WorkerReport
    life: Life


class Observer:
    """Looks at the workers again and again.

    Whether a worker of this machine lives is told by its lock. One of another machine lives as
    long as its counter moves, by this process's own monotonic clock.
    """

    def __init__(self, model: ModelStore, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._model = model
        self._clock = clock
        self._moved: dict[str, tuple[int, float]] = {}

    def look(self) -> list[Seen]:
        """Return all workers that have not left in good order."""
        reports = self._model.workers.reports()
        return [Seen(report, self._life(report)) for report in reports]

    def _life(self, report: WorkerReport) -> Life:
        alive = self._model.workers.is_alive(report)
        if alive is False:
            return "dead"
        now = self._clock()
        counter, since = self._moved.get(report.instance, (None, now))
        if counter != report.counter:
            since = now
        self._moved[report.instance] = (report.counter, since)
        if now - since < HUNG_SECONDS:
            return "alive"
        return "dead" if alive is None else "hung"
