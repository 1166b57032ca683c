"""Workers, commands and faults in any order; what must always hold is checked after each step."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections import Counter
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from saltus_serving import rollout
from saltus_serving.errors import ServingError
from saltus_serving.loading import load_bytes
from saltus_serving.rollout.replica import RETRY_SECONDS
from saltus_serving.store import Store
from saltus_serving.store import state as state_module
from saltus_serving.store.local import LocalObjects
from saltus_serving.store.state import EMPTY, State

from saltus_testing import flights
from saltus_testing.crashes import CrashyDisk, Killed
from saltus_testing.rollouts import World, breaking, variant, wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from saltus_testing.rollouts import InProcessWorker

RULES: Counter[str] = Counter()
"""How often each rule and each fault ran, in all runs together."""

GOOD = [variant(number) for number in range(4)]
BREAKING, WRONG = breaking(), wrong()
MOST_WORKERS = 3
SLOTS = 3
CHANGES_BETWEEN_POWER_CUTS = 4

numbers = st.integers(0, 99)
moments = st.lists(st.tuples(st.sampled_from("obcft"), numbers), min_size=1, max_size=6)


def probability(content: bytes) -> float:
    """What a bundle answers for the usual flight."""
    scores = load_bytes(Path("bundle"), content).scorer.score(flights.ROW)
    assert scores is not None
    late: float = scores["probability"][1]
    return late


ANSWERS = {content: probability(content) for content in (*GOOD, BREAKING)}


class RolloutMachine(RuleBasedStateMachine):
    """A model in a store on a crashy disk."""

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

    # --- commands -----------------------------------------------------------

    @rule(number=numbers)
    def push(self, number: int) -> None:
        content = [*GOOD, BREAKING, BREAKING, WRONG, WRONG][number % 8]
        self.contents[hashlib.sha256(content).hexdigest()] = content
        with self.command("push"):
            digest, _ = self.model.push(content)
            self.kept.add(digest)
            self.damaged.discard(digest)

    @rule(number=numbers, allowed=st.booleans())
    def stage(self, number: int, allowed: bool) -> None:
        digest = self.pick(number) if number % 4 == 0 else self.fresh(number)
        if digest is not None:
            with self.command("stage"):
                reason = "agreed" if allowed else None
                self.acknowledge(rollout.stage(self.model, digest, allow_breaking=reason))

    @rule(number=numbers, happens=st.lists(moments, max_size=12), fate=st.sampled_from("pppprka"))
    def promote(self, number: int, happens: list[Any], fate: str) -> None:
        """Promote, while workers take their steps and others may interfere."""
        pending = iter(happens)

        def meanwhile() -> None:
            moment = next(pending, None)
            if moment is None:
                self.catch_up()
                self.interfere(fate)
                return
            for part, which in moment:
                self.take_step(part, which)

        self.world.meanwhile = meanwhile
        digest = self.fresh(number) if number % 4 else None
        with self.command("promote"):
            done = self.world.promoter(seconds=0.5).promote(digest, wait=False)
            self.acknowledge(done.state)
        self.world.meanwhile = self.catch_up

    @rule(number=numbers, back=st.booleans())
    def deploy(self, number: int, back: bool) -> None:
        """Promote as on a good day, and perhaps go back."""
        self.catch_up()
        digest = self.fresh(number) if number % 3 else self.pick(number)
        with self.command("deploy"):
            self.acknowledge(self.world.promoter().promote(digest, wait=False).state)
        if back and self.newest().previous:
            self.rollback()

    @rule()
    @precondition(lambda self: self.may("rollback"))
    def go_back(self) -> None:
        self.rollback()

    def rollback(self) -> None:
        """Workers that are up to date follow a rollback without loading anything."""
        self.catch_up()
        loaded = [w for w in self.world.workers if self.holds_previous(w)]
        with self.command("rollback"):
            state = rollout.rollback(self.model)
            self.acknowledge(state)
            for worker in loaded:
                worker.observe()
                assert worker.replica.converged, "a rollback had to load a bundle"

    @rule()
    @precondition(lambda self: self.may("abort"))
    def abort(self) -> None:
        with self.command("abort"):
            self.acknowledge(rollout.abort(self.model))

    @rule(keep=st.integers(0, 2), never_staged=st.booleans())
    def collect(self, keep: int, never_staged: bool) -> None:
        with self.command("gc"):
            self.kept = {*self.kept}
            in_use = self.model.states.latest().in_use
            collected = self.model.collect(keep=keep, never_staged=never_staged)
            assert not in_use & {*collected.versions}, "a bundle in use was collected"
            self.kept -= {*collected.versions}
        # One that was killed may have removed any that is not in use.
        self.kept &= {*self.model.versions.digests()} | self.newest().in_use

    @rule(number=numbers)
    def two_admins(self, number: int) -> None:
        """Two read the same state, and both change it."""
        digest = self.pick(number)
        state = self.newest()
        if digest is None or digest == state.active:
            return
        self.model.versions.secure(digest)
        after = [state.stage(digest).signed("", actor) for actor in ("first", "second")]
        wins = 0
        for each in after:
            with self.command("two admins"):
                self.acknowledge(rollout.changes.apply(self.model, each))
                wins += 1
        assert wins <= 1, "two concurrent changes both won"

    # --- workers ------------------------------------------------------------

    @rule()
    @precondition(lambda self: len(self.world.workers) < MOST_WORKERS)
    def start_worker(self) -> None:
        RULES["start worker"] += 1
        with suppress(ServingError):
            self.world.start()

    @rule(number=numbers)
    @precondition(lambda self: self.world.workers)
    def kill_worker(self, number: int) -> None:
        RULES["kill worker"] += 1
        self.world.kill(self.worker(number))

    @rule(part=st.sampled_from("obcft"), number=numbers)
    @precondition(lambda self: self.world.workers)
    def worker_step(self, part: str, number: int) -> None:
        RULES["worker step"] += 1
        self.take_step(part, number)

    @rule()
    def settle(self) -> None:
        """Let all workers catch up; then they serve what they should, if it can be loaded."""
        RULES["settle"] += 1
        self.world.clock.now += RETRY_SECONDS  # what was mended is tried again
        self.catch_up()
        state = self.newest()
        if state.active is None or state.active in self.damaged:
            return
        for worker in self.world.workers:
            assert worker.replica.converged or self.disk.full, "a worker has not converged"

    # --- faults -------------------------------------------------------------

    @rule(number=numbers)
    @precondition(lambda self: self.changes % 2 == 1)
    def swapped_content(self, number: int) -> None:
        """A file gets the content of another bundle, which is whole and valid."""
        self.damage("wrong digest", number, GOOD[number % len(GOOD)])

    @rule(number=numbers)
    @precondition(lambda self: self.changes % 2 == 0)
    def partial_copy(self, number: int) -> None:
        """A file ends in the middle."""
        self.damage("partial copy", number, None)

    @rule()
    @precondition(lambda self: self.disk.full or self.changes % 3 == 2)
    def disk_fills_up(self) -> None:
        RULES["full disk"] += 1
        self.disk.full = not self.disk.full

    @rule(steps=st.integers(0, 6))
    @precondition(lambda self: self.doom is None)
    def command_will_be_killed(self, steps: int) -> None:
        RULES["killed command"] += 1
        self.doom = steps

    @rule(workers=st.integers(0, 2))
    @precondition(lambda self: self.changes >= CHANGES_BETWEEN_POWER_CUTS)
    def power_cut(self, workers: int) -> None:
        """Every process dies, and the disk has what was synced."""
        RULES["power cut"] += 1
        self.world.close()
        self.changes = 0
        self.disk.restart()
        self.disk.power_cut(self.folder)
        # What a killed command had begun was there for all to see, and was not safe yet.
        self.history = self.history[: self.durable]
        self.disk.full = False
        for _ in range(workers):
            self.world.start()

    @rule(years=st.integers(-30, 30))
    @precondition(lambda self: self.changes % 5 == 4)
    def clock_jump(self, years: int) -> None:
        """The wall clock jumps."""
        RULES["clock jump"] += 1
        real = state_module.datetime

        class Jumped(real):  # type: ignore[misc, valid-type]
            @classmethod
            def now(cls, tz: Any = None) -> Any:
                now = real.now(tz)
                return now.replace(year=2026 + years, day=1)

        self.patches.setattr(state_module, "datetime", Jumped)

    # --- what must always hold ----------------------------------------------

    @invariant()
    def nothing_acknowledged_is_lost(self) -> None:
        """Every state that was put in force is there, unchanged, and follows from the last."""
        history = self.model.states.history()
        assert self.history == history[: len(self.history)], "an acknowledged state is lost"
        for before, after in zip([EMPTY, *history], history, strict=False):
            assert follows(before, after), f"{after} does not follow from {before}"
        self.history = history

    @invariant()
    def bundles_in_use_are_there(self) -> None:
        for digest in self.newest().in_use | self.kept:
            if digest not in self.damaged:
                content = self.model.versions.read(digest)
                assert content == self.contents[digest], "a bundle is damaged"

    @invariant()
    def every_answer_is_of_a_bundle_that_passed(self) -> None:
        for worker in self.world.workers:
            served = worker.replica.served
            if served is None:
                continue
            state = self.model.states.read(served.generation or 0)
            content = self.contents[state.active or ""]
            assert ANSWERS.get(content) == worker.answer(), "an answer of another bundle"
            assert len(worker.replica.slots) <= SLOTS + 1, "a bundle was not let go"

    @invariant()
    def nothing_breaks_without_a_reason(self) -> None:
        for before, after in zip(self.history, self.history[1:], strict=False):
            if after.change == "promote" and before.active in map(self.digest_of, GOOD):
                content = self.contents[after.active or ""]
                assert content != BREAKING or after.allow_breaking, "a breaking bundle slipped in"

    # --- how it is done -----------------------------------------------------

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

    def interfere(self, fate: str) -> None:
        """What may happen while a promotion waits for workers: another admin, or a kill."""
        match fate:
            case "r":
                rollout.rollback(self.model)
            case "a":
                rollout.abort(self.model)
            case "k" if self.world.workers:
                self.world.kill(self.world.workers[0])

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

    def may(self, change: str) -> bool:
        """Whether a change would do something; now and then it is tried all the same."""
        state = self.newest()
        slot = state.previous if change == "rollback" else state.candidate
        return slot is not None or self.changes % 7 == 0

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

    def damage(self, name: str, number: int, content: bytes | None) -> None:
        digest = self.pick(number)
        if digest is None or digest not in self.contents or content == self.contents[digest]:
            return
        RULES[name] += 1
        path = self.folder / f"flights/versions/{digest}.zip"
        path.write_bytes(path.read_bytes()[:-9] if content is None else content)
        self.damaged.add(digest)
        self.ever_damaged.add(digest)

    def holds_previous(self, worker: InProcessWorker) -> bool:
        """Whether a rollback needs nothing more than the worker's attention."""
        replica, state = worker.replica, self.newest()
        if not replica.converged or replica.state != state or state.previous is None:
            return False
        return state.previous not in self.ever_damaged and worker.loading is None

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


def follows(before: State, after: State) -> bool:
    """Whether the slots of a state are those that its change makes of the state before."""
    made = {
        "stage": lambda: before.stage(after.candidate or "", allow_breaking=after.allow_breaking),
        "promote": before.promote,
        "rollback": before.rollback,
        "abort": before.abort,
    }[after.change]()
    return made == after.model_copy(update={"actor": "", "time": "", "reason": ""})
