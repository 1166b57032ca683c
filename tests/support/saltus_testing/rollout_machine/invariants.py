"""What must hold after every step, whatever it was."""

from __future__ import annotations

from hypothesis.stateful import invariant
from saltus_serving.store.state import EMPTY, State

from saltus_testing.rollout_machine.scene import ANSWERS, BREAKING, GOOD, SLOTS, Scene


class Invariants(Scene):
    """What a rollout promises."""

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


def follows(before: State, after: State) -> bool:
    """Whether the slots of a state are those that its change makes of the state before."""
    made = {
        "stage": lambda: before.stage(after.candidate or "", allow_breaking=after.allow_breaking),
        "promote": before.promote,
        "rollback": before.rollback,
        "abort": before.abort,
    }[after.change]()
    return made == after.model_copy(update={"actor": "", "time": "", "reason": ""})
