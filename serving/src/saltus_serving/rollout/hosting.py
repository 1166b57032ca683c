"""The models of a store in one worker: it follows their states while it answers requests."""

from __future__ import annotations

import asyncio
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from saltus_serving.hosting import Hosting
from saltus_serving.lifecycle import leave, supervised
from saltus_serving.rollout.observer import Observer
from saltus_serving.rollout.replica import Replica
from saltus_serving.store import StoreError
from saltus_serving.store.workers import new_instance

if TYPE_CHECKING:
    from saltus_serving.lifecycle import Lifecycle
    from saltus_serving.rollout.checks import Policy, Slot
    from saltus_serving.rollout.load import Load
    from saltus_serving.store import ModelStore, Store, WorkerReport
    from saltus_serving.store.objects import Hold

_log = structlog.stdlib.get_logger(__name__)

POLL_SECONDS = 0.02
BEAT_SECONDS = 1.0
_SWITCH_SECONDS = 0.0005
_LAST_REPORT_SECONDS = 5.0


class Member:
    """One model as this worker takes part in it.

    Attributes:
        store: What the store holds of it.
        replica: Its slots here.
        observer: Looks at the other workers.
        hold: The sign of life; None until it could be given.
    """

    def __init__(self, store: ModelStore, instance: str, policy: Policy) -> None:
        self.store = store
        self.replica = Replica(store, instance, policy)
        self.observer = Observer(store)
        self.hold: Hold | None = None

    def is_outvoted(self, instance: str) -> bool:
        """Tell whether another worker serves what this one cannot load."""
        if not self.replica.failing:
            return False
        return any(
            seen.life == "alive"
            and seen.report.instance != instance
            and seen.report.accepts
            and seen.report.serving == self.replica.state.activated
            for seen in self.observer.look()
        )


class StoreHosting(Hosting):
    """Serves what the store says.

    Args:
        store: The store.
        only: The one model to serve; all that the store has if None.
        policy: What bundles have to comply with.
        lifecycle: Knows when the process ends.
    """

    def __init__(
        self, store: Store, only: str | None, policy: Policy, lifecycle: Lifecycle
    ) -> None:
        super().__init__()
        self.instance = new_instance()
        self._store = store
        self._only_name = only
        self._policy = policy
        self._lifecycle = lifecycle
        self._members: dict[str, Member] = {}
        self._counter = 0
        self._dirty = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._ended = False

    def reports(self) -> list[tuple[str, WorkerReport]]:
        """Return what this worker has of each model."""
        takes = self._lifecycle.started and not self._lifecycle.draining
        replicas = {name: member.replica for name, member in self._members.items()}
        return [
            (name, replica.report(self._counter, accepts=takes and not replica.outvoted))
            for name, replica in replicas.items()
        ]

    async def start(self) -> None:
        """Load what shall be served, and only then return; no bundle keeps it from returning.

        A worker that cannot load what others serve waits here, without taking requests.
        """
        # A bundle that is being loaded hands the interpreter over to requests this often.
        sys.setswitchinterval(_SWITCH_SECONDS)
        try:
            self._take_part(self._names())
        except StoreError as error:
            # A worker that fails to start would take its parent along.
            _log.error("cannot read the store", reason=str(error))
        for member in self._members.values():
            self._step(member.replica)  # from here on it is known what shall be served
        self._tasks = [asyncio.create_task(self._follow()), asyncio.create_task(self._beat())]
        while not self._lifecycle.draining:
            replicas = [member.replica for member in self._members.values()]
            if all(replica.settled for replica in replicas):
                self._vote()
                if not any(replica.outvoted for replica in replicas):
                    break
            await asyncio.sleep(POLL_SECONDS)
        self._lifecycle.started = True
        self._dirty.set()

    async def stop(self) -> None:
        """Leave the store as if this worker had never been."""
        self._ended = True
        self._dirty.set()
        if self._tasks:
            # Not cancelled at once: a report that a thread is writing would outlive the worker.
            await asyncio.wait(self._tasks, timeout=_LAST_REPORT_SECONDS)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for member in self._members.values():
            if member.hold is not None:
                with suppress(StoreError):
                    member.store.workers.leave(self.instance)
                member.hold.release()

    async def _follow(self) -> None:
        while not self._ended:
            for member in self._members.values():
                self._step(member.replica)
            await asyncio.sleep(POLL_SECONDS)

    def _step(self, replica: Replica) -> None:
        was_wanted = replica.wanted
        try:
            if replica.observe():
                self._dirty.set()
            replica.expire()
            load = replica.next_load()
        except Exception:  # noqa: BLE001 - logged
            # Whatever it is, the worker goes on answering with what it has.
            _log.exception("cannot follow the store", model=replica.name)
            return
        if load is not None:
            self._prepare(replica, load)
        if replica.wanted != was_wanted:
            self.show(self.lanes)

    def _prepare(self, replica: Replica, load: Load) -> None:
        loop = asyncio.get_running_loop()

        def finish(slot: Slot) -> None:
            replica.finish(load, slot)
            self._dirty.set()

        def prepare() -> None:
            slot = load.preparation.run()
            with suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(finish, slot)

        self._dirty.set()
        # A thread of its own, which nobody waits for: a load that hangs holds up nothing else.
        threading.Thread(target=prepare, name=f"load {load.digest[:12]}", daemon=True).start()

    async def _beat(self) -> None:
        """Tell the others what this worker has: at once where something changes, else regularly."""
        while not self._ended:
            self._dirty.clear()
            self._counter += 1
            try:
                names = await asyncio.to_thread(self._exchange, self.reports())
                self._take_part(names)
                self._vote()
            except StoreError as error:
                _log.error("cannot read the store", reason=str(error))
            except Exception:  # noqa: BLE001 - logged
                _log.exception("cannot tell what this worker has")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._dirty.wait(), BEAT_SECONDS)

    def _exchange(self, reports: list[tuple[str, WorkerReport]]) -> list[str]:
        """Write the reports, return the names of the models; in a thread, for disks are slow."""
        for name, report in reports:
            try:
                self._tell(self._members[name], report)
            except StoreError as error:
                _log.error("cannot tell what this worker has", model=name, reason=str(error))
        return self._names()

    def _tell(self, member: Member, report: WorkerReport) -> None:
        if member.hold is None:
            member.store.workers.remove_dead()
            member.hold = member.store.workers.join(self.instance)
        member.store.workers.report(report)

    def _vote(self) -> None:
        for member in self._members.values():
            replica = member.replica
            try:
                outvoted = member.is_outvoted(self.instance)
            except StoreError:
                continue
            if outvoted and not replica.outvoted:
                _log.error("other workers serve what this one cannot load", model=replica.name)
                if self._lifecycle.started and supervised():
                    leave()
            replica.outvoted = outvoted

    def _names(self) -> list[str]:
        return self._store.models() if self._only_name is None else [self._only_name]

    def _take_part(self, names: list[str]) -> None:
        """Take part in the models that are new in the store."""
        new = [name for name in names if name not in self._members]
        if not new:
            return
        members = {
            name: Member(self._store.model(name), self.instance, self._policy) for name in new
        }
        # Replaced, never changed: others read it meanwhile.
        self._members = self._members | members
        self._dirty.set()
        self.show({name: member.replica for name, member in self._members.items()})
