"""What each worker has of one model, as it says itself."""

from __future__ import annotations

import uuid
from functools import cache
from pathlib import Path
from socket import gethostname
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from saltus_serving.store.errors import MissingError

if TYPE_CHECKING:
    from saltus_serving.store.objects import Hold, Objects

_REPORT, _LOCK = ".json", ".lock"
SlotState = Literal["staging", "ready", "failed"]


class CheckReport(BaseModel):
    """How a check of a bundle went.

    Attributes:
        name: Which one: fetch, digest, read, schema, golden, warm_up or compatibility.
        seconds: How long it took.
        passed: Whether the bundle passed it.
    """

    name: str
    seconds: float
    passed: bool = True


class SlotReport(BaseModel):
    """How far a bundle has got in a worker.

    Attributes:
        digest: sha256 of the bundle.
        state: `staging`, `ready`, or `failed` for good.
        checks: The checks that were made, in order; the last one of a failed bundle failed.
        reason: Why it failed.
        details: The facts of the failure: stage, column, row, both values, and so on.
        breaking: What it would break in the place of the active bundle.
    """

    digest: str
    state: SlotState
    checks: list[CheckReport] = Field(default_factory=list)
    reason: str | None = None
    details: dict[str, Any] = Field(default_factory=dict)
    breaking: list[str] = Field(default_factory=list)

    @property
    def failed_check(self) -> str | None:
        """The check that the bundle did not pass."""
        return next((check.name for check in self.checks if not check.passed), None)


class WorkerReport(BaseModel):
    """What one worker has of one model.

    Attributes:
        instance: Random name of the worker.
        host: The machine it runs on, and since which start of it.
        pid: Its process there; None where it has not been able to say anything yet.
        counter: Grows as long as its event loop runs.
        generation: The newest state it has seen.
        active: sha256 of the bundle that answers there.
        serving: The generation whose bundle answers there.
        slots: The bundles it holds or has tried to load.
        candidate: How far the candidate has got, its compatibility with the active one included.
        accepts: Whether it takes requests.
        error: Why it does not serve what it should.
        answered: How many requests the active bundle has answered.
        swaps: How often it has exchanged the active bundle.
        swap_seconds: How long the last exchange took, from the new state to the first answer.
    """

    model_config = ConfigDict(extra="ignore")

    instance: str
    host: str
    pid: int | None = None
    counter: int = 0
    generation: int = 0
    active: str | None = None
    serving: int = 0
    slots: list[SlotReport] = Field(default_factory=list)
    candidate: SlotReport | None = None
    accepts: bool = False
    error: str | None = None
    answered: int = 0
    swaps: int = 0
    swap_seconds: float | None = None


class Workers:
    """The workers of one model: a file and a lock for each."""

    def __init__(self, objects: Objects, folder: str) -> None:
        self._objects = objects
        self._folder = folder

    def join(self, instance: str) -> Hold:
        """Tell that a worker lives, from now until it ends or lets go."""
        return self._objects.hold(f"{self._folder}/{instance}{_LOCK}")

    def report(self, report: WorkerReport) -> None:
        """Replace what a worker says of itself."""
        content = report.model_dump_json(indent=1).encode()
        key = f"{self._folder}/{report.instance}{_REPORT}"
        self._objects.replace(key, content, durable=False)

    def reports(self) -> list[WorkerReport]:
        """Return what all workers say, dead ones included.

        One that lives and could not write anything yet, on a full disk say, is among them.
        """
        names = self._objects.names(self._folder)
        found = {}
        for name in names:
            if name.endswith(_REPORT):
                try:
                    content = self._objects.read(f"{self._folder}/{name}")
                    found[name] = WorkerReport.model_validate_json(content)
                except (MissingError, ValidationError):
                    continue  # it left, or was killed by a power cut; its lock tells
        for name in names:
            instance = name.removesuffix(_LOCK)
            if (
                name.endswith(_LOCK)
                and f"{instance}{_REPORT}" not in found
                and self._held(instance)
            ):
                found[name] = WorkerReport(instance=instance, host=this_host())
        return [*found.values()]

    def is_alive(self, report: WorkerReport) -> bool | None:
        """Tell whether a worker lives; None if it is on another machine, where counters tell."""
        if report.host != this_host():
            return None
        return self._held(report.instance)

    def leave(self, instance: str) -> None:
        """Remove the traces of a worker."""
        for suffix in (_REPORT, _LOCK):
            self._objects.delete(f"{self._folder}/{instance}{suffix}")

    def _held(self, instance: str) -> bool:
        return self._objects.held(f"{self._folder}/{instance}{_LOCK}")

    def remove_dead(self) -> list[WorkerReport]:
        """Remove the traces of this machine's workers that are dead, and return them."""
        dead = [report for report in self.reports() if self.is_alive(report) is False]
        for report in dead:
            self.leave(report.instance)
        return dead


def new_instance() -> str:
    """Return a name that no other worker has."""
    return uuid.uuid4().hex[:12]


@cache
def this_host() -> str:
    """Return a name of this machine that another start of it does not have."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        boot = ""
    return f"{gethostname()}/{boot}"
