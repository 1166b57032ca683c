"""Bugs that somebody might make, planted one at a time."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from saltus_serving.rollout import checks, observer, promotion, replica, verdict
from saltus_serving.store import local, states, versions
from saltus_serving.store import store as store_module

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest


def digest_skipped(patch: pytest.MonkeyPatch) -> None:
    """The bytes of a bundle are not held against its name."""
    patch.setattr(versions.Versions, "check", lambda *_: None)


def linked_before_synced(patch: pytest.MonkeyPatch) -> None:
    """A file gets its name before its content is safe."""
    written = local.LocalObjects._written

    def unsynced(self: Any, key: str, content: bytes, **_: Any) -> Any:
        return written(self, key, content, durable=False)

    patch.setattr(local.LocalObjects, "_written", unsynced)


def folder_not_synced(patch: pytest.MonkeyPatch) -> None:
    """A name is not made to last."""

    def create(self: Any, key: str, content: bytes) -> None:
        with local._told(key), self._written(key, content) as temporary:
            try:
                self._disk.link(temporary, self.folder / key)
            except FileExistsError:
                raise local.ExistsError(key) from None

    patch.setattr(local.LocalObjects, "create", create)


def promoted_without_ready(patch: pytest.MonkeyPatch) -> None:
    """A promotion does not wait for the workers."""
    patch.setattr(promotion.Promoter, "_wait_until_ready", lambda *_: None)


def live_workers_not_seen(patch: pytest.MonkeyPatch) -> None:
    """Every worker is taken for dead."""
    patch.setattr(observer.Observer, "_life", lambda *_: "dead")


def stale_report_believed(patch: pytest.MonkeyPatch) -> None:
    """A worker that was ready for another state is taken to be ready for this one."""

    def is_ready(_state: Any, seen: Any) -> bool:
        slot = seen.report.candidate
        return slot is None or slot.state == "ready"

    patch.setattr(promotion, "_is_ready", is_ready)


def candidate_collected(patch: pytest.MonkeyPatch) -> None:
    """The garbage collection knows two slots only."""

    def collect(self: Any, **_: Any) -> store_module.Collected:
        state = self.states.latest()
        garbage = [d for d in self.versions.digests() if d not in (state.active, state.previous)]
        for digest in garbage:
            self.versions.delete(digest)
        return store_module.Collected(garbage, [], 0)

    patch.setattr(store_module.ModelStore, "collect", collect)


def state_overwritten(patch: pytest.MonkeyPatch) -> None:
    """A state takes the place of another with the same number."""

    def write(self: Any, state: Any) -> None:
        self._objects.replace(self._key(state.generation), state.to_json())

    patch.setattr(states.States, "write", write)


def golden_rows_skipped(patch: pytest.MonkeyPatch) -> None:
    """Nobody asks whether a bundle gives what Spark gave."""
    proven = SimpleNamespace(status="golden", rows=1, not_finite=[])
    patch.setattr(checks, "verify_bundle", lambda *_, **__: proven)


def previous_let_go(patch: pytest.MonkeyPatch) -> None:
    """The previous bundle does not stay loaded."""
    forget = replica.Replica._forget

    def forgetful(self: Any) -> None:
        forget(self)
        if self.served is not None:
            self.slots.pop(self.state.previous, None)

    patch.setattr(replica.Replica, "_forget", forgetful)


def compatibility_ignored(patch: pytest.MonkeyPatch) -> None:
    """A candidate is not held against what clients know."""
    patch.setattr(verdict, "judge", lambda slot, *_, **__: slot.report)


MUTANTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    mutant.__name__.replace("_", " "): mutant
    for mutant in (
        digest_skipped,
        linked_before_synced,
        folder_not_synced,
        promoted_without_ready,
        live_workers_not_seen,
        stale_report_believed,
        candidate_collected,
        state_overwritten,
        golden_rows_skipped,
        previous_let_go,
        compatibility_ignored,
    )
}
