"""What shall be served: one immutable record for each change."""

from __future__ import annotations

from datetime import UTC, datetime
from getpass import getuser
from socket import gethostname
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from saltus_serving.store.errors import DamagedError

Change = Literal["none", "stage", "promote", "rollback", "abort"]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class State(BaseModel):
    """The state of a model after a change; the record with the highest generation is in force.

    Attributes:
        generation: Its number; 0 is the state before the first change.
        change: What led to it.
        active: sha256 of the bundle that answers.
        previous: sha256 of the one that answered before; it stays loaded for a rollback.
        candidate: sha256 of the one that is being prepared.
        activated: The generation that made `active` active.
        staged: The generation that made `candidate` the candidate.
        allow_breaking: Why the candidate may break clients, where somebody has allowed it.
        actor: Who asked for the change.
        time: When, by the clock of the actor's machine. Nothing depends on it.
        reason: Why.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    saltus_state: Literal[1] = 1
    generation: int = Field(ge=0)
    change: Change
    active: Digest | None = None
    previous: Digest | None = None
    candidate: Digest | None = None
    activated: int = 0
    staged: int = 0
    allow_breaking: str | None = None
    actor: str = ""
    time: str = ""
    reason: str = ""

    @classmethod
    def from_json(cls, key: str, content: bytes) -> Self:
        """Read what `to_json` wrote.

        Raises:
            DamagedError: It is something else.
        """
        try:
            return cls.model_validate_json(content)
        except ValueError as error:
            first = str(error).splitlines()[0]
            raise DamagedError(key, f"is not a state ({first}); restore the file") from None

    def to_json(self) -> bytes:
        """Return the record as it is stored."""
        return self.model_dump_json(indent=1).encode() + b"\n"

    @property
    def in_use(self) -> frozenset[str]:
        """The digests of the slots."""
        return frozenset(filter(None, (self.active, self.previous, self.candidate)))

    def stage(self, digest: str, *, allow_breaking: str | None = None) -> State:
        """Return the state with another candidate."""
        generation = self.generation + 1
        return self._next(
            "stage",
            candidate=digest,
            staged=generation,
            allow_breaking=None if allow_breaking is None else _utf8(allow_breaking),
        )

    def promote(self) -> State:
        """Return the state in which the candidate answers."""
        generation = self.generation + 1
        previous = self.previous if self.candidate == self.active else self.active
        return self._next(
            "promote",
            active=self.candidate,
            previous=previous,
            candidate=None,
            activated=generation,
        )

    def rollback(self) -> State:
        """Return the state in which the previous bundle answers."""
        generation = self.generation + 1
        return self._next(
            "rollback", active=self.previous, previous=self.active, activated=generation
        )

    def abort(self) -> State:
        """Return the state without a candidate."""
        return self._next("abort", candidate=None, allow_breaking=None)

    def signed(self, reason: str, actor: str | None = None) -> State:
        """Return the state with who made it, when and why."""
        time = datetime.now(UTC).isoformat(timespec="milliseconds")
        return self.model_copy(
            update={"actor": _utf8(actor or default_actor()), "time": time, "reason": _utf8(reason)}
        )

    def _next(self, change: Change, **slots: str | int | None) -> State:
        signature = {"actor": "", "time": "", "reason": ""}
        update = {"generation": self.generation + 1, "change": change, **signature, **slots}
        return self.model_copy(update=update)


def _utf8(text: str) -> str:
    """Return text that can be written, whatever bytes a command line had in it."""
    return text.encode("utf-8", "replace").decode()


EMPTY = State(generation=0, change="none")


def default_actor() -> str:
    """Return who runs this process, and where."""
    try:
        user = getuser()
    except (KeyError, OSError):  # a container's user need not have a name
        user = "unknown"
    return f"{user}@{gethostname()}"
