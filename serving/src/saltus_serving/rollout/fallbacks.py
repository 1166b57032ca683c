"""The bundles that answered before, for a worker that cannot load the active one."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from saltus_serving.store import StoreError

if TYPE_CHECKING:
    from saltus_serving.store import ModelStore, State

MOST = 5
"""How many earlier bundles are tried."""


class Fallbacks:
    """The last state of each bundle that was active before; read once for each state."""

    def __init__(self, store: ModelStore) -> None:
        self._store = store
        self._found: tuple[int, list[State]] | None = None

    def of(self, current: State) -> list[State]:
        """Return them, the newest first."""
        if self._found is None or self._found[0] != current.generation:
            self._found = (current.generation, self._read(current))
        return self._found[1]

    def _read(self, current: State) -> list[State]:
        found: dict[str, State] = {}
        with suppress(StoreError):
            for state in reversed(self._store.states.history()):
                if state.active and state.active != current.active:
                    found.setdefault(state.active, state)
        return list(found.values())[:MOST]
