"""What a worker says of its candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_serving.rollout.checks import judge

if TYPE_CHECKING:
    from saltus_serving.rollout.checks import Slot
    from saltus_serving.served import Served
    from saltus_serving.store import SlotReport, State

    Key = tuple[Slot, Served | None, int]


class Verdict:
    """May the candidate take the place of what answers? Worked out once for each of both."""

    def __init__(self) -> None:
        self._last: tuple[Key, SlotReport] | None = None

    def on(self, slot: Slot, served: Served | None, state: State) -> SlotReport:
        """Return the report on the candidate.

        Args:
            slot: The candidate, loaded or refused.
            served: The active bundle; None if there is none here.
            state: The state in force.
        """
        key = (slot, served, state.generation)
        if self._last is None or self._last[0] != key:
            schema = None if served is None else served.model.schema
            allowed = state.allow_breaking is not None
            unknown = state.active is not None and served is None
            self._last = (key, judge(slot, schema, allowed=allowed, unknown=unknown))
        return self._last[1]

    def forget(self) -> None:
        """Let go of the bundles."""
        self._last = None
