"""Changes of what is served, each of which may be refused or killed at any point."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from saltus_serving import rollout

from saltus_testing.rollout_machine.scene import BREAKING, GOOD, NUMBERS, STEPS, WRONG, Scene

if TYPE_CHECKING:
    from saltus_testing.rollouts import InProcessWorker

MOMENTS = st.lists(st.tuples(st.sampled_from(STEPS), NUMBERS), min_size=1, max_size=6)


class Commands(Scene):
    """What admins do."""

    @rule(number=NUMBERS)
    def push(self, number: int) -> None:
        content = [*GOOD, BREAKING, BREAKING, WRONG, WRONG][number % 8]
        self.contents[hashlib.sha256(content).hexdigest()] = content
        with self.command("push"):
            digest, _ = self.model.push(content)
            self.kept.add(digest)
            self.damaged.discard(digest)

    @rule(number=NUMBERS, allowed=st.booleans())
    def stage(self, number: int, allowed: bool) -> None:
        digest = self.pick(number) if number % 4 == 0 else self.fresh(number)
        if digest is not None:
            with self.command("stage"):
                reason = "agreed" if allowed else None
                self.acknowledge(rollout.stage(self.model, digest, allow_breaking=reason))

    @rule(number=NUMBERS, happens=st.lists(MOMENTS, max_size=12), fate=st.sampled_from("pppprka"))
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

    @rule(number=NUMBERS, back=st.booleans())
    def deploy(self, number: int, back: bool) -> None:
        """Promote as on a good day, and perhaps go back."""
        self.catch_up()
        match number % 4:
            case 0:
                digest = self.pick(number)
            case 1:
                digest = self.digest_of(BREAKING) or self.pick(number)
            case _:
                digest = self.fresh(number)
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

    @rule(number=NUMBERS)
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

    def interfere(self, fate: str) -> None:
        """What may happen while a promotion waits for workers: another admin, or a kill."""
        match fate:
            case "r":
                rollout.rollback(self.model)
            case "a":
                rollout.abort(self.model)
            case "k" if self.world.workers:
                self.world.kill(self.world.workers[0])

    def holds_previous(self, worker: InProcessWorker) -> bool:
        """Whether a rollback needs nothing more than the worker's attention."""
        replica, state = worker.replica, self.newest()
        if not replica.converged or replica.state != state or state.previous is None:
            return False
        return state.previous not in self.ever_damaged and worker.loading is None

    def may(self, change: str) -> bool:
        """Whether a change would do something; now and then it is tried all the same."""
        state = self.newest()
        slot = state.previous if change == "rollback" else state.candidate
        return slot is not None or self.changes % 7 == 0
