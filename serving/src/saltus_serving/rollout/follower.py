"""The newest state of a model, as one worker sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from saltus_serving.store import StoreError

if TYPE_CHECKING:
    from saltus_serving.store import ModelStore, State

_log = structlog.stdlib.get_logger(__name__)


class Follower:
    """Looks for a newer state again and again; beside one that cannot be read it waits.

    Attributes:
        unreadable: Why the newest state cannot be read; None if it can.
    """

    def __init__(self, store: ModelStore) -> None:
        self.unreadable: str | None = None
        self._store = store

    def newer(self, generation: int) -> State | None:
        """Return the state in force if it is newer than *generation*."""
        try:
            state = self._store.states.after(generation)
        except StoreError as error:
            if self.unreadable is None:
                _log.error("cannot read the state", model=self._store.name, reason=str(error))
            self.unreadable = str(error)
        else:
            self.unreadable = None
            return state
        # Beside a record that cannot be read a worker starts with the one before it.
        readable = self._store.states.newest_readable()
        return readable if readable.generation > generation else None
