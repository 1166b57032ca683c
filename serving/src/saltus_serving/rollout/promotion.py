"""The promotion: the candidate is ready everywhere, then it answers everywhere."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import structlog

from saltus_serving.rollout.changes import apply, conflict, current, rollback, stage
from saltus_serving.rollout.checks import Policy, Preparation, judge
from saltus_serving.rollout.errors import (
    CandidateFailedError,
    NotPossibleError,
    WorkersLateError,
)
from saltus_serving.rollout.observer import Observer

if TYPE_CHECKING:
    from collections.abc import Callable

    from saltus_serving.rollout.checks import Slot
    from saltus_serving.rollout.observer import Life, Seen
    from saltus_serving.store import ModelStore, State

_log = structlog.stdlib.get_logger(__name__)

POLL_SECONDS = 0.02
DEFAULT_SECONDS = 60.0

Phase = Literal["staged", "verifying", "waiting", "promoted", "converging", "converged"]


@dataclass(slots=True)
class Promotion:
    """How a promotion, or a rollback, went.

    Attributes:
        state: The state that it put in force.
        workers: The workers that serve it.
        died: Workers that died meanwhile.
        ready_seconds: How long it took until all workers were ready.
        converged_seconds: How long it took from the new state until all of them served it.
    """

    state: State
    workers: list[str] = field(default_factory=list)
    died: list[str] = field(default_factory=list)
    ready_seconds: float = 0.0
    converged_seconds: float | None = None


class Promoter:
    """Carries out promotions, and waits for the workers.

    Args:
        model: The model.
        seconds: How long the workers have to become ready, and then to converge.
        policy: What a candidate has to comply with where no worker lives to check it.
        progress: Told of each phase, with a line for people.
        clock: A monotonic clock.
        sleep: Waits for some seconds.
    """

    def __init__(
        self,
        model: ModelStore,
        *,
        seconds: float = DEFAULT_SECONDS,
        policy: Policy | None = None,
        progress: Callable[[Phase, str], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._model = model
        self._seconds = seconds
        self._policy = policy or Policy()
        self._tell = progress or (lambda _phase, _line: None)
        self._clock = clock
        self._sleep = sleep
        self._observer = Observer(model, clock=clock)
        self._known: dict[str, Life] = {}
        self._died: list[str] = []

    def promote(
        self,
        wanted: str | None = None,
        *,
        if_generation: int | None = None,
        allow_breaking: str | None = None,
        reason: str = "",
        actor: str | None = None,
        wait: bool = True,
    ) -> Promotion:
        """Let the candidate answer, once every live worker is ready for it.

        Args:
            wanted: The bundle to stage first, if it is not the candidate yet.
            if_generation: Do it only if this generation is in force.
            allow_breaking: Why the candidate may break clients, if it may.
            reason: Why, for the history.
            actor: Who asks; else who runs this process.
            wait: Wait until every worker serves it.

        Raises:
            MissingError: There is no such bundle.
            NotPossibleError: There is no candidate.
            GenerationMismatchError: Another generation is in force.
            ConflictError: Somebody else has changed the state.
            CandidateFailedError: A check refuses the candidate.
            WorkersLateError: Not every worker is ready in time, or not every worker has
                converged in time; in the second case the new state is in force.
        """
        state = current(self._model, if_generation)
        wanted = wanted or (state.candidate if allow_breaking else None)
        if wanted and self._needs_staging(state, wanted, allow_breaking):
            state = stage(
                self._model,
                wanted,
                if_generation=if_generation,
                allow_breaking=allow_breaking,
                reason=reason,
                actor=actor,
            )
            self._tell("staged", f"candidate {(state.candidate or '')[:12]}")
        if state.candidate is None:
            raise NotPossibleError(f"promote: {self._model.name} has no candidate; stage one")
        start = self._clock()
        after = state.promote().signed(reason, actor)
        self._wait_until_ready(state, after)
        ready = self._clock() - start
        apply(self._model, after)
        self._tell("promoted", f"generation {after.generation} is in force")
        promotion = Promotion(after, ready_seconds=ready)
        if wait:
            self.converge(promotion)
        return promotion

    def rollback(
        self,
        *,
        if_generation: int | None = None,
        reason: str = "",
        actor: str | None = None,
        wait: bool = True,
    ) -> Promotion:
        """Let the previous bundle answer again.

        Raises:
            NotPossibleError: There is none.
            GenerationMismatchError: Another generation is in force.
            ConflictError: Somebody else was faster.
            WorkersLateError: Not every worker has converged in time; the new state is in force.
        """
        state = rollback(self._model, if_generation=if_generation, reason=reason, actor=actor)
        promotion = Promotion(state)
        if wait:
            self.converge(promotion)
        return promotion

    def converge(self, promotion: Promotion) -> None:
        """Wait until every live worker serves the bundle of the state, or a later one.

        Raises:
            WorkersLateError: Not every worker does, in time.
        """
        start = self._clock()
        activated = promotion.state.activated
        while True:
            seen = self._look()
            live = [each for each in seen if each.life != "dead"]
            behind = [each for each in live if each.report.serving < activated]
            if not behind:
                break
            self._give_up_when_late(start, "not every worker serves the new bundle", behind)
            waiting = f"{len(live) - len(behind)} of {len(live)} workers serve it"
            self._tell("converging", waiting)
            self._sleep(POLL_SECONDS)
        promotion.converged_seconds = self._clock() - start
        promotion.workers = [each.report.instance for each in live]
        promotion.died = self._died
        self._tell("converged", f"{len(live)} workers serve it")
        _log.info(
            "converged",
            model=self._model.name,
            generation=promotion.state.generation,
            change=promotion.state.change,
            workers=len(live),
            ready_seconds=round(promotion.ready_seconds, 6),
            converged_seconds=round(promotion.converged_seconds, 6),
        )

    def _needs_staging(self, state: State, wanted: str, allow_breaking: str | None) -> bool:
        same = state.candidate == self._model.versions.find(wanted)
        return not same or (allow_breaking is not None and state.allow_breaking is None)

    def _wait_until_ready(self, state: State, after: State) -> None:
        start = self._clock()
        while True:
            live = [each for each in self._look() if each.life != "dead"]
            if not live:
                self._verify_here(state)
                return
            for each in live:
                self._refuse_failed(state, each)
            waiting = [each for each in live if not _is_ready(state, each)]
            if not waiting:
                return
            if self._model.states.after(state.generation):
                raise conflict(self._model, after)
            self._give_up_when_late(start, "not every worker is ready", waiting)
            self._tell("waiting", f"{len(live) - len(waiting)} of {len(live)} workers are ready")
            self._sleep(POLL_SECONDS)

    def _refuse_failed(self, state: State, seen: Seen) -> None:
        slot = seen.report.candidate
        if seen.report.generation == state.generation and slot and slot.state == "failed":
            raise CandidateFailedError(seen.report.instance, slot)

    def _verify_here(self, state: State) -> None:
        """Make the checks in this process: no worker lives that could make them."""
        self._tell("verifying", "no worker lives, so the candidate is checked here")
        active = self._prepared(state.active).model if state.active else None
        report = judge(
            self._prepared(state.candidate or ""),
            active.schema if active else None,
            allowed=state.allow_breaking is not None,
            unknown=state.active is not None and active is None,
        )
        if report.state == "failed":
            raise CandidateFailedError(None, report)

    def _prepared(self, digest: str) -> Slot:
        return Preparation(self._model, digest, self._policy).run()

    def _look(self) -> list[Seen]:
        seen = self._observer.look()
        now = {each.report.instance: each.life for each in seen}
        for instance, life in self._known.items():
            if life != "dead" and now.get(instance, "dead") == "dead":
                self._died.append(instance)
                self._tell("waiting", f"worker {instance} died")
        self._known = now
        return seen

    def _give_up_when_late(self, start: float, what: str, waiting: list[Seen]) -> None:
        seconds = self._clock() - start
        if seconds >= self._seconds:
            late = [each.report.instance for each in waiting if each.life == "alive"]
            hung = [each.report.instance for each in waiting if each.life == "hung"]
            raise WorkersLateError(what, late, hung, self._seconds)


def _is_ready(state: State, seen: Seen) -> bool:
    slot = seen.report.candidate
    same = seen.report.generation == state.generation
    return same and slot is not None and slot.state == "ready"
