"""One model in one worker: which bundles it holds, and which of them answers."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import structlog

from saltus_serving.rollout.checks import Policy, Preparation, Slot
from saltus_serving.rollout.fallbacks import Fallbacks
from saltus_serving.rollout.follower import Follower
from saltus_serving.rollout.load import Load, asks_anew
from saltus_serving.rollout.verdict import Verdict
from saltus_serving.served import Served
from saltus_serving.store import SlotReport, WorkerReport
from saltus_serving.store.state import EMPTY
from saltus_serving.store.workers import this_host

if TYPE_CHECKING:
    from collections.abc import Callable

    from saltus_serving.store import ModelStore, State

_log = structlog.stdlib.get_logger(__name__)

RETRY_SECONDS = 5.0
"""A file may be mended, so the active and the previous bundle are tried again and again."""


class Replica:
    """The slots of one model in one worker.

    Whoever drives it calls `observe` often, runs the checks of what `next_load` gives in a
    thread, and hands the outcome to `finish`; all three on one and the same thread. Requests
    read `served` on any.

    Attributes:
        name: The model's name.
        served: What answers.
        state: The newest state seen.
        slots: What is loaded, or has failed, by digest.
        error: Why it does not serve what it should.
        outvoted: Whether other workers serve what this one cannot load.
    """

    def __init__(
        self,
        store: ModelStore,
        instance: str,
        policy: Policy | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = store.name
        self.served: Served | None = None
        self.state = EMPTY
        self.slots: dict[str, Slot] = {}
        self.error: str | None = None
        self.outvoted = False
        self._store = store
        self._instance = instance
        self._policy = policy or Policy()
        self._clock = clock
        self._loading: Load | None = None
        self._retry_at = 0.0
        self._swaps = 0
        self._swap_seconds: float | None = None
        self._follower = Follower(store)
        self._fallbacks = Fallbacks(store)
        self._verdict = Verdict()

    @property
    def unreadable(self) -> str | None:
        """Why it cannot follow the newest state."""
        return self._follower.unreadable

    @property
    def wanted(self) -> bool:
        """Whether a bundle shall answer here."""
        return self.state.active is not None

    @property
    def converged(self) -> bool:
        """Whether the bundle answers that shall."""
        generation = None if self.served is None else self.served.generation
        return self.wanted and generation == self.state.activated

    @property
    def ready(self) -> bool:
        """Whether requests may come."""
        return self.served is not None and not self.outvoted

    @property
    def settled(self) -> bool:
        """Whether it serves what it should, or all that it can."""
        if not self.failing:
            return not self.wanted or self.converged
        untried = (each for each in self._fallbacks.of(self.state) if each.active not in self.slots)
        return self.served is not None or next(untried, None) is None

    @property
    def failing(self) -> bool:
        """Whether the bundle that shall answer cannot be loaded here."""
        return self.wanted and not self.converged and self.error is not None

    @property
    def candidate(self) -> Served | None:
        """The candidate, if it is ready, as a preview is answered with it."""
        report = self._candidate_report()
        slot = self.slots.get(self.state.candidate or "")
        if report is None or report.state != "ready" or slot is None or slot.model is None:
            return None
        return Served(slot.model, self.state.staged)

    def observe(self) -> bool:
        """Look for a new state and follow it as far as that needs no loading.

        Returns:
            Whether there was one.
        """
        state = self._follower.newer(self.state.generation)
        if state is None:
            return False
        start = self._clock()
        before, self.state = self.state, state
        self._try_again(before)
        self._settle(start)
        self._forget()
        return True

    def next_load(self) -> Load | None:
        """Return what is to be prepared next, if anything."""
        if self._loading is not None:
            return None
        digest = self._missing()
        if digest is None:
            return None
        preparation = Preparation(self._store, digest, self._policy)
        self._loading = Load(preparation, self.state, self._clock())
        return self._loading

    def finish(self, load: Load, slot: Slot) -> None:
        """Take what came out of a load, unless it has been given up meanwhile."""
        if load is not self._loading:
            return
        self._loading = None
        _log.info(
            "prepared" if slot.model else "refused",
            model=self.name,
            digest=load.digest,
            reason=slot.report.reason,
            checks={check.name: check.seconds for check in slot.report.checks},
        )
        if slot.model is None and asks_anew(load.state, self.state):
            return  # what was refused for another state may do for this one
        self.slots[load.digest] = slot
        if slot.model is None:
            self._retry_at = self._clock() + RETRY_SECONDS
        if load.digest == self.state.active:
            self._blame(None if slot.model else f"{slot.report.failed_check}: {slot.report.reason}")
        self._settle(load.since)
        self._forget()

    def expire(self) -> None:
        """Give up a load that takes too long."""
        load = self._loading
        if load is not None and self._clock() - load.since > self._policy.seconds:
            self.finish(load, load.preparation.late())

    def report(self, counter: int, *, accepts: bool) -> WorkerReport:
        """Return what the worker says of itself."""
        served = self.served
        return WorkerReport(
            instance=self._instance,
            host=this_host(),
            pid=os.getpid(),
            counter=counter,
            generation=self.state.generation,
            active=None if served is None else self._digest_of(served),
            serving=0 if served is None else served.generation or 0,
            slots=self._slot_reports(),
            candidate=self._candidate_report(),
            accepts=accepts,
            error=self.error or self.unreadable,
            answered=0 if served is None else served.answered,
            swaps=self._swaps,
            swap_seconds=self._swap_seconds,
        )

    def _settle(self, start: float) -> None:
        """Let the active bundle answer if it is loaded; else the best of what is there."""
        slot = self.slots.get(self.state.active or "")
        if slot is not None and slot.model is not None:
            self._serve(slot, self.state.activated, start)
            self._blame(None)
        elif self.served is None and self.failing:
            for state in self._fallbacks.of(self.state):
                slot = self.slots.get(state.active or "")
                if slot is not None and slot.model is not None:
                    self._serve(slot, state.activated, start)
                    return

    def _serve(self, slot: Slot, generation: int, start: float) -> None:
        if slot.model is None or (self.served and self.served.generation == generation):
            return
        first = self.served is None
        self.served = Served(slot.model, generation)
        self._swap_seconds = self._clock() - start
        self._swaps += not first
        _log.info(
            "serving" if first else "swapped",
            model=self.name,
            generation=generation,
            digest=slot.report.digest,
            change=self.state.change,
            seconds=round(self._swap_seconds, 6),
        )

    def _missing(self) -> str | None:
        """Return the bundle that is needed most and not there."""
        state = self.state
        for digest in (state.active, state.previous):
            slot = self.slots.get(digest or "")
            if slot and not slot.model and self._clock() >= self._retry_at:
                self.slots.pop(slot.report.digest)
        wanted = [state.active]
        if self.failing and self.served is None:
            wanted += [each.active for each in self._fallbacks.of(self.state)]
        wanted += [state.candidate, state.previous]
        return next((digest for digest in wanted if digest and digest not in self.slots), None)

    def _try_again(self, before: State) -> None:
        """Give what was refused another chance where the state asks for it anew."""
        if self._loading and self._loading.digest not in self.state.in_use:
            self._loading = None  # nobody waits for it any more
        if not asks_anew(before, self.state):
            return
        for digest in (self.state.candidate, self.state.active):
            slot = self.slots.get(digest or "")
            if slot is not None and slot.model is None:
                self.slots.pop(slot.report.digest)

    def _forget(self) -> None:
        """Let go of what no slot needs; requests under way keep what they have."""
        kept = {*self.state.in_use}
        if self.served is not None:
            kept.add(self._digest_of(self.served) or "")
        elif self.failing:
            kept.update(state.active or "" for state in self._fallbacks.of(self.state))
        self.slots = {digest: slot for digest, slot in self.slots.items() if digest in kept}

    def _candidate_report(self) -> SlotReport | None:
        """Return how far the candidate is, and whether it may take the place of what answers."""
        digest = self.state.candidate
        slot = self.slots.get(digest or "")
        if digest is None:
            self._verdict.forget()
            return None
        undecided = self.wanted and not self.converged and not self.failing
        if slot is None or undecided:
            if self._loading is not None and self._loading.digest == digest:
                return self._loading.report()
            return SlotReport(digest=digest, state="staging")
        return self._verdict.on(slot, self.served if self.converged else None, self.state)

    def _slot_reports(self) -> list[SlotReport]:
        reports = [slot.report for slot in self.slots.values()]
        if self._loading is not None:
            reports.append(self._loading.report())
        return reports

    def _digest_of(self, served: Served) -> str | None:
        found = (d for d, slot in self.slots.items() if slot.model is served.model)
        return next(found, None)

    def _blame(self, error: str | None) -> None:
        if error and error != self.error:
            _log.error("not serving what it should", model=self.name, reason=error)
        self.error = error
