"""Workers and commands on a store in one process, driven step by step on a clock of their own."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from saltus_serving.rollout import Promoter, Replica
from saltus_serving.store.workers import new_instance

from saltus_testing import flights

if TYPE_CHECKING:
    from collections.abc import Callable

    from saltus_serving.rollout.checks import Policy, Slot
    from saltus_serving.rollout.load import Load
    from saltus_serving.store import ModelStore
    from saltus_serving.store.objects import Hold


@cache
def variant(number: int) -> bytes:
    """A bundle whose probabilities differ from those of every other number."""
    return flights.zipped(flights.with_manifest(shifted(number)))


def shifted(number: int) -> flights.Members:
    """The flights bundle with another intercept; its golden rows are worked out anew."""
    members = flights.flights(
        card={**flights.MODEL_CARD, "version": f"v{number}"},
        schema=flights.feature_schema(),
    )
    return flights.with_intercept(members, flights.INTERCEPT + number / 64)


def breaking() -> bytes:
    """A bundle that refuses requests which the others take."""
    schema = flights.feature_schema(dep_hour={"maximum": 22, "example": 16})
    return flights.zipped(flights.flights(schema=schema))


def wrong() -> bytes:
    """A bundle that does not give what Spark gave."""
    golden = flights.golden_rows()
    golden["rows"][0]["output"]["prediction"] = 1.0
    return flights.zipped(flights.flights(golden=golden))


class Clock:
    """A monotonic clock that moves when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


class InProcessWorker:
    """A worker as the store knows it, without a server around it."""

    def __init__(self, model: ModelStore, clock: Clock, policy: Policy | None = None) -> None:
        self.instance = new_instance()
        self.replica = Replica(model, self.instance, policy, clock=clock)
        self.counter = 0
        self.loading: tuple[Load, Slot | None] | None = None
        self._model = model
        self._hold: Hold | None = model.workers.join(self.instance)

    def observe(self) -> None:
        """Follow the state as far as nothing has to be loaded."""
        self.replica.observe()

    def begin(self) -> None:
        """Take the next bundle that has to be loaded, if none is being loaded."""
        load = self.replica.next_load()
        if load is not None:
            self.loading = (load, None)

    def check(self) -> None:
        """Make the checks of the bundle that is being loaded; the outcome is not known yet."""
        if self.loading is not None and self.loading[1] is None:
            load = self.loading[0]
            self.loading = (load, load.preparation.run())

    def finish(self) -> None:
        """Take the outcome."""
        self.check()
        if self.loading is not None:
            load, slot = self.loading
            self.loading = None
            assert slot is not None
            self.replica.finish(load, slot)

    def tell(self) -> None:
        """Report to the store."""
        self.counter += 1
        accepts = not self.replica.outvoted
        self._model.workers.report(self.replica.report(self.counter, accepts=accepts))

    def step(self) -> None:
        """Do all that a worker does in a moment."""
        self.observe()
        self.begin()
        self.finish()
        self.tell()

    def kill(self) -> None:
        """Die as by SIGKILL: the lock goes, the report stays."""
        if self._hold is not None:
            self._hold.release()
            self._hold = None

    def answer(self) -> float | None:
        """Return the probability that the usual flight is late; None where nobody answers."""
        served = self.replica.served
        if served is None:
            return None
        scores: dict[str, Any] | None = served.model.scorer.score(flights.ROW)
        assert scores is not None
        late: float = scores["probability"][1]
        return late


class World:
    """A model, its workers, and time, which passes for all of them while a command waits."""

    def __init__(self, model: ModelStore) -> None:
        self.model = model
        self.clock = Clock()
        self.workers: list[InProcessWorker] = []
        self.meanwhile: Callable[[], None] = self.step

    def start(self, policy: Policy | None = None) -> InProcessWorker:
        """Start a worker, which loads what shall be served before it does anything else."""
        worker = InProcessWorker(self.model, self.clock, policy)
        self.workers.append(worker)
        worker.step()
        while not worker.replica.settled:
            worker.step()
        return worker

    def kill(self, worker: InProcessWorker) -> None:
        """Kill a worker."""
        worker.kill()
        self.workers.remove(worker)

    def close(self) -> None:
        """End all workers."""
        for worker in [*self.workers]:
            self.kill(worker)

    def step(self) -> None:
        """Let every worker do what it does in a moment."""
        for worker in self.workers:
            worker.step()

    def sleep(self, seconds: float) -> None:
        """Pass the time of somebody who waits."""
        self.clock.now += seconds
        self.meanwhile()

    def promoter(self, seconds: float = 5.0) -> Promoter:
        """Return what promotes here."""
        return Promoter(self.model, seconds=seconds, clock=self.clock, sleep=self.sleep)

    def push(self, content: bytes) -> str:
        """Push a bundle and return its digest."""
        return self.model.push(content)[0]

    def promote(self, content: bytes) -> str:
        """Push a bundle and let it answer."""
        digest = self.push(content)
        self.promoter().promote(digest)
        return digest


ANSWER_AT_ZERO = 0.5
"""What the first variant gives for the usual flight: its margin is zero."""
