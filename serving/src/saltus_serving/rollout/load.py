"""A bundle that is being prepared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from saltus_serving.store import SlotReport

if TYPE_CHECKING:
    from saltus_serving.rollout.checks import Preparation
    from saltus_serving.store import State


@dataclass(frozen=True, slots=True)
class Load:
    """A bundle that is being prepared.

    Attributes:
        preparation: Its checks.
        state: The state that asked for it.
        since: When it began, by the replica's clock.
    """

    preparation: Preparation
    state: State
    since: float

    @property
    def digest(self) -> str:
        """Which one."""
        return self.preparation.digest

    def report(self) -> SlotReport:
        """Return how far it is."""
        checks = [*self.preparation.checks]
        return SlotReport(digest=self.digest, state="staging", checks=checks)


def asks_anew(before: State, after: State) -> bool:
    """Tell whether what was refused for one state gets another chance with the other."""
    return (before.staged, before.activated) != (after.staged, after.activated)
