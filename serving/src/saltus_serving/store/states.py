"""The states of one model: the newest is in force, all of them are the history."""

from __future__ import annotations

import re
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from saltus_serving.store.errors import StoreError
from saltus_serving.store.state import EMPTY, Change, State

if TYPE_CHECKING:
    from saltus_serving.store.objects import Objects

# Object stores list names in the order of the alphabet.
_DIGITS = 10


class Refused(BaseModel):
    """A change that came too late: another one took its number.

    Attributes:
        generation: The number that both wanted.
        change: What was asked for.
        version: sha256 of the bundle that was asked for, where one was.
        actor: Who asked.
        time: When, by the clock of the actor's machine.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    generation: int
    change: Change
    version: str | None
    actor: str
    time: str


class States:
    """Immutable records, numbered from 1 without a gap."""

    def __init__(self, objects: Objects, folder: str, refused: str) -> None:
        self._objects = objects
        self._folder = folder
        self._refused = refused

    def latest(self) -> State:
        """Return the state in force.

        Raises:
            DamagedError: Its record cannot be read.
        """
        return self.read(max(self._generations(), default=0))

    def after(self, generation: int) -> State | None:
        """Return the state in force if it is newer than *generation*; costs next to nothing."""
        newest = generation
        while self._objects.exists(self._key(newest + 1)):
            newest += 1
        return None if newest == generation else self.read(newest)

    def newest_readable(self) -> State:
        """Return the newest state whose record can be read."""
        for generation in sorted(self._generations(), reverse=True):
            with suppress(StoreError):
                return self.read(generation)
        return EMPTY

    def read(self, generation: int) -> State:
        """Return the state of a generation.

        Raises:
            MissingError: There is none.
            DamagedError: Its record cannot be read.
        """
        if generation == 0:
            return EMPTY
        key = self._key(generation)
        return State.from_json(key, self._objects.read(key))

    def history(self) -> list[State]:
        """Return all states, the oldest first."""
        return [self.read(generation) for generation in sorted(self._generations())]

    def write(self, state: State) -> None:
        """Put a state in force, unless its number is taken.

        Raises:
            ExistsError: Somebody else has changed the state meanwhile.
        """
        self._objects.create(self._key(state.generation), state.to_json())

    def refuse(self, state: State) -> None:
        """Remember a state that came too late."""
        refused = Refused(
            generation=state.generation,
            change=state.change,
            version=state.candidate if state.change == "stage" else state.active,
            actor=state.actor,
            time=state.time,
        )
        key = f"{self._refused}/{state.generation:0{_DIGITS}}-{secrets.token_hex(4)}.json"
        self._objects.create(key, refused.model_dump_json(indent=1).encode())

    def refusals(self) -> list[Refused]:
        """Return what came too late, the oldest first."""
        keys = (f"{self._refused}/{name}" for name in self._objects.names(self._refused))
        return [Refused.model_validate_json(self._objects.read(key)) for key in keys]

    def _generations(self) -> list[int]:
        names = self._objects.names(self._folder)
        found = (re.fullmatch(r"(\d+)\.json", name) for name in names)
        return [int(match[1]) for match in found if match]

    def _key(self, generation: int) -> str:
        return f"{self._folder}/{generation:0{_DIGITS}}.json"
