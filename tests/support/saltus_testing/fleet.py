"""A service of several workers on a store, as an operator has it."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from saltus_serving.rollout import Promoter
from saltus_serving.store import Store

from saltus_testing.service import Service

if TYPE_CHECKING:
    from pathlib import Path

    from saltus_serving.store import WorkerReport


class Fleet(Service):
    """`saltus serve --store`, with its store at hand.

    Attributes:
        model: What the store holds of the model.
    """

    def __init__(
        self, folder: Path, *, workers: int = 2, active: bytes | None = None, **environment: str
    ) -> None:
        store = folder / "store"
        self.model = Store.at(store).model("flights")
        if active is not None:
            Promoter(self.model).promote(self.model.push(active)[0])
        environment.setdefault("SALTUS_DRAIN_SECONDS", "0.2")
        super().__init__(folder, "--store", store, "--workers", workers, **environment)

    def promote(self, content: bytes, seconds: float = 60.0, **options: Any) -> str:
        """Push a bundle and let it answer."""
        digest, _ = self.model.push(content)
        Promoter(self.model, seconds=seconds).promote(digest, **options)
        return digest

    def live(self) -> list[WorkerReport]:
        """Return the workers that live."""
        reports = self.model.workers.reports()
        return [report for report in reports if self.model.workers.is_alive(report)]

    def wait_for_workers(self, count: int) -> None:
        """Wait until so many workers take requests."""
        self._wait_until(lambda: sum(report.accepts for report in self.live()) == count)

    def kill_worker(self, report: WorkerReport) -> None:
        """Send SIGKILL."""
        assert report.pid is not None, "the worker has not told yet which process it is"
        with suppress(ProcessLookupError):
            os.kill(report.pid, signal.SIGKILL)

    def kill_supervisor(self) -> None:
        """Send SIGKILL to the parent of the workers alone."""
        self._process.kill()
        self._process.wait()
