"""What workers do, one step at a time."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from saltus_serving.errors import ServingError
from saltus_serving.rollout.replica import RETRY_SECONDS

from saltus_testing.rollout_machine.scene import MOST_WORKERS, NUMBERS, RULES, STEPS, Scene


class Workers(Scene):
    """Workers that start, take a step, and are killed."""

    @rule()
    @precondition(lambda self: len(self.world.workers) < MOST_WORKERS)
    def start_worker(self) -> None:
        RULES["start worker"] += 1
        with suppress(ServingError):
            self.world.start()

    @rule(number=NUMBERS)
    @precondition(lambda self: self.world.workers)
    def kill_worker(self, number: int) -> None:
        RULES["kill worker"] += 1
        self.world.kill(self.worker(number))

    @rule(part=st.sampled_from(STEPS), number=NUMBERS)
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
