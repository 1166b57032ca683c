"""The scene that every rule plays in: a model in a store on a crashy disk, and its workers."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize
from saltus_serving.errors import ServingError
from saltus_serving.loading import load_bytes
from saltus_serving.store import Store
from saltus_serving.store.local import LocalObjects

from saltus_testing import flights
from saltus_testing.crashes import CrashyDisk, Killed
from saltus_testing.rollouts import World, breaking, variant, wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from saltus_serving.store.state import State

    from saltus_testing.rollouts import InProcessWorker

RULES: Counter[str] = Counter()
"""How often each rule and each fault ran, in all runs together."""

GOOD = [variant(number) for number in range(4)]
BREAKING, WRONG = breaking(), wrong()
MOST_WORKERS = 3
SLOTS = 3
CHANGES_BETWEEN_POWER_CUTS = 4

NUMBERS = st.integers(0, 99)
STEPS = "obcft"
"""What a worker does: observe, begin a load, check it, finish it, tell the store."""


def probability(content: bytes) -> float:
    """What a bundle answers for the usual flight."""
    scores = load_bytes(Path("bundle"), content).scorer.score(flights.ROW)
    assert scores is not None
    late: float = scores["probability"][1]
    return late


ANSWERS = {content: probability(content) for content in (*GOOD, BREAKING)}


class Scene(RuleBasedStateMachine):
    """A model in a store on a crashy disk, and what is known of both."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="saltus-rollout-"))
        self.disk = CrashyDisk()
        store = Store(LocalObjects(self.folder, self.disk), "store")
        self.model = store.model("flights")
        self.world = World(self.model)
        self.world.meanwhile = self.catch_up
        self.contents: dict[str, bytes] = {}
        self.kept: set[str] = set()
        self.damaged: set[str] = set()
        self.ever_damaged: set[str] = set()
        self.doom: int | None = None
        self.changes = 0
        self.history: list[State] = []
        self.durable = 0
        self.patches = pytest.MonkeyPatch()
        self._watch_promotions()

    def teardown(self) -> None:
        """Leave nothing behind."""
        self.patches.undo()
        self.world.close()
        shutil.rmtree(self.folder)

    @initialize(workers=st.integers(0, 2))
    def in_service(self, workers: int) -> None:
        """Begin with two bundles, one of which answers already."""
        for content in (GOOD[0], GOOD[1]):
            digest, _ = self.model.push(content)
            self.contents[digest] = content
            self.kept.add(digest)
        self.acknowledge(self.world.promoter().promote(self.digest_of(GOOD[0])).state)
        for _ in range(workers):
            self.world.start()

    @contextmanager
    def command(self, name: str) -> Iterator[None]:
        """Run a command, which may be refused or killed at any point."""
        RULES[name] += 1
        self.changes += 1
        self.disk.steps_left, self.doom = self.doom, None
        try:
            yield
        except Killed:
            RULES[f"{name} (killed)"] += 1
        except ServingError as error:
            RULES[f"{name} ({type(error).__name__})"] += 1
        finally:
            self.disk.restart()

    def acknowledge(self, state: State) -> None:
        """A command has said that this state is in force."""
        self.durable = state.generation
        self.history = self.model.states.history()
        assert state in self.history, "a change was acknowledged and is not there"

    def take_step(self, part: str, number: int) -> None:
        if not self.world.workers:
            return
        worker = self.worker(number)
        steps: dict[str, Callable[[], None]] = {
            "o": worker.observe,
            "b": worker.begin,
            "c": worker.check,
            "f": worker.finish,
            "t": worker.tell,
        }
        with self.of_workers():
            steps[part]()

    def catch_up(self) -> None:
        """Let all workers do what there is to do."""
        for worker in self.world.workers * 6:
            with self.of_workers():
                worker.step()

    @contextmanager
    def of_workers(self) -> Iterator[None]:
        """Do what workers do, who are not killed with a command and bear a full disk."""
        left, self.disk.steps_left = self.disk.steps_left, None
        try:
            with suppress(ServingError):
                yield
        finally:
            self.disk.steps_left = left

    def worker(self, number: int) -> InProcessWorker:
        return self.world.workers[number % len(self.world.workers)]

    def pick(self, number: int) -> str | None:
        digests = self.model.versions.digests()
        return digests[number % len(digests)] if digests else None

    def fresh(self, number: int) -> str | None:
        """Return a bundle that may well be promoted: whole, good, and not the active one."""
        active = self.newest().active
        good = [
            digest
            for digest in self.model.versions.digests()
            if digest not in self.damaged | {active} and self.contents.get(digest) in GOOD
        ]
        return good[number % len(good)] if good else self.pick(number)

    def newest(self) -> State:
        return self.model.states.latest()

    def digest_of(self, content: bytes) -> str:
        return next((digest for digest, each in self.contents.items() if each == content), "")

    def _watch_promotions(self) -> None:
        """At the moment in which a promotion is written, every live worker has to be ready."""
        write = type(self.model.states).write

        def watched(states: Any, state: State) -> None:
            if state.change == "promote":
                for worker in self.world.workers:
                    candidate = worker.replica.candidate
                    assert candidate is not None, "promoted before every worker was ready"
            write(states, state)

        self.patches.setattr(type(self.model.states), "write", watched)
