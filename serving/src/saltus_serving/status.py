"""Where a model stands: what shall be served, and what every worker has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self

from pydantic import BaseModel, Field

from saltus_serving.store import SlotReport, State, WorkerReport

if TYPE_CHECKING:
    from saltus_serving.rollout.observer import Observer, Seen
    from saltus_serving.store import ModelStore


class WorkerStatus(BaseModel):
    """A worker and whether what it says can be believed."""

    life: Literal["alive", "hung", "dead"]
    converged: bool = Field(description="whether it serves the active bundle")
    report: WorkerReport

    @classmethod
    def of(cls, seen: Seen, state: State) -> Self:
        """Describe a worker beside the state in force."""
        alive = seen.life == "alive"
        converged = alive and state.active is not None and seen.report.serving >= state.activated
        return cls(life=seen.life, converged=converged, report=seen.report)


class ModelStatus(BaseModel):
    """Where a model stands."""

    model: str
    state: State
    converged: bool = Field(description="whether every live worker serves the active bundle")
    workers: list[WorkerStatus]

    @classmethod
    def of(cls, model: ModelStore, observer: Observer) -> Self:
        """Look at a model.

        Raises:
            StoreError: The store cannot be read.
        """
        state = model.states.latest()
        workers = [WorkerStatus.of(seen, state) for seen in observer.look()]
        live = [worker for worker in workers if worker.life != "dead"]
        converged = bool(live) and all(worker.converged for worker in live)
        return cls(model=model.name, state=state, converged=converged, workers=workers)

    @property
    def candidates(self) -> list[tuple[str, SlotReport]]:
        """How far the candidate has got in each worker that lives."""
        return [
            (each.report.instance, each.report.candidate)
            for each in self.workers
            if each.report.candidate is not None and each.life != "dead"
        ]


class VersionStatus(BaseModel):
    """A bundle in the store."""

    digest: str
    version: str | None = Field(description="the version on its model card")
    bytes: int
    slot: Literal["active", "previous", "candidate"] | None
    staged: bool = Field(description="whether it has ever been staged")


def version_statuses(model: ModelStore) -> list[VersionStatus]:
    """Return all bundles of a model, those in a slot first.

    Raises:
        StoreError: The store cannot be read.
    """
    history = model.states.history()
    state = history[-1] if history else State(generation=0, change="none")
    used = {digest for each in history for digest in each.in_use}
    found = [
        VersionStatus(
            digest=digest,
            version=model.versions.label(digest),
            bytes=model.versions.size(digest),
            slot=_slot(state, digest),
            staged=digest in used,
        )
        for digest in model.versions.digests()
    ]
    order = ["active", "previous", "candidate", None]
    return sorted(found, key=lambda each: order.index(each.slot))


def _slot(state: State, digest: str) -> Literal["active", "previous", "candidate"] | None:
    if digest == state.active:
        return "active"
    if digest == state.candidate:
        return "candidate"
    return "previous" if digest == state.previous else None
