"""The store keeps what it was given, and says so when it cannot."""

from __future__ import annotations

import errno
import hashlib
from typing import TYPE_CHECKING

import pytest
from saltus_serving import rollout
from saltus_serving.store import (
    AmbiguousVersionError,
    DamagedError,
    ExistsError,
    MissingError,
    ModelNameError,
    State,
    Store,
    StoreError,
    TooLargeError,
    WorkerReport,
)
from saltus_serving.store.disk import Disk
from saltus_serving.store.local import LocalObjects
from saltus_serving.store.state import EMPTY
from saltus_serving.store.workers import this_host
from saltus_testing.crashes import CrashyDisk, Killed
from saltus_testing.rollouts import variant

if TYPE_CHECKING:
    from pathlib import Path

    from saltus_serving.store import ModelStore


def test_a_version_is_named_by_its_content_and_pushing_it_twice_changes_nothing(
    model: ModelStore,
) -> None:
    digest = hashlib.sha256(b"bundle").hexdigest()

    assert (digest, True) == model.push(b"bundle")
    assert (digest, False) == model.push(b"bundle")
    assert [digest] == model.versions.digests()
    assert b"bundle" == model.versions.read(digest)


def test_a_version_that_is_damaged_is_found_out_and_mended_by_pushing_it_again(
    model: ModelStore, tmp_path: Path
) -> None:
    digest, _ = model.push(b"bundle")
    path = tmp_path / f"store/flights/versions/{digest}.zip"
    path.write_bytes(b"bundlf")

    with pytest.raises(DamagedError, match="push the bundle again"):
        model.versions.check(digest, model.versions.read(digest))
    model.push(b"bundle")

    model.versions.check(digest, model.versions.read(digest))


def test_a_version_may_be_named_by_digest_prefix_or_label(model: ModelStore) -> None:
    digest, _ = model.push(variant(0))

    assert [digest] * 3 == [model.versions.find(name) for name in (digest, digest[:6], "v0")]
    with pytest.raises(MissingError, match="nope"):
        model.versions.find("nope")


def test_the_version_of_a_bundle_is_read_without_the_rest_of_it(
    model: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest, _ = model.push(variant(0))
    monkeypatch.setattr(LocalObjects, "read", lambda *_, **__: pytest.fail("read all of it"))

    assert (digest, "v0") == (model.versions.find("v0"), model.versions.label(digest))


@pytest.mark.parametrize("damage", [b"", b"PK", variant(0)[:-50]])
def test_a_bundle_whose_card_cannot_be_read_has_no_version(
    model: ModelStore, damage: bytes
) -> None:
    assert None is model.versions.label(model.push(damage)[0])


def test_a_name_of_several_versions_is_refused(model: ModelStore) -> None:
    for content in (variant(0), variant(0) + b"\0"):
        model.push(content)

    with pytest.raises(AmbiguousVersionError):
        model.versions.find("v0")


def test_a_version_beyond_the_limit_is_not_read(model: ModelStore) -> None:
    digest, _ = model.push(b"x" * 100)

    with pytest.raises(TooLargeError):
        model.versions.read(digest, limit=99)


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", "a" * 65, ".hidden", "a\n"])
def test_what_leads_out_of_the_store_is_no_name(store: Store, name: str) -> None:
    with pytest.raises(ModelNameError):
        store.model(name)


def test_a_push_that_failed_makes_no_model(store: Store, tmp_path: Path) -> None:
    (tmp_path / "store/flights/versions").mkdir(parents=True)

    assert [] == store.models()


def test_a_store_lists_its_models_and_nothing_else(store: Store, tmp_path: Path) -> None:
    assert [] == store.models()
    for name in ("b", "a"):
        store.model(name).push(b"bundle")
    (tmp_path / "store/README.md").write_text("not a model")
    (tmp_path / "store/empty").mkdir()

    assert ["a", "b"] == store.models()


def test_a_model_need_not_be_named_where_there_is_one(store: Store) -> None:
    with pytest.raises(MissingError, match="saltus push"):
        store.known(None)
    store.model("a").push(b"bundle")
    assert "a" == store.known(None).name
    store.model("b").push(b"bundle")
    with pytest.raises(MissingError, match="--model"):
        store.known(None)


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreError, match="not a folder"):
        Store.at(tmp_path / "file")


def test_of_two_states_with_one_number_one_is_written(model: ModelStore) -> None:
    model.states.write(EMPTY.stage("a" * 64))

    with pytest.raises(ExistsError):
        model.states.write(EMPTY.stage("b" * 64))
    assert "a" * 64 == model.states.latest().candidate


def test_the_highest_number_is_in_force_and_all_are_the_history(model: ModelStore) -> None:
    states = [EMPTY.stage("a" * 64)]
    states.append(states[-1].promote())
    for state in states:
        model.states.write(state)

    assert states == model.states.history()
    assert states[1] == model.states.latest() == model.states.after(0)
    assert None is model.states.after(2)


def test_the_slots_after_each_change() -> None:
    a, b, c = ("a" * 64, "b" * 64, "c" * 64)

    state = EMPTY.stage(a).promote()
    assert (a, None, None) == slots(state)
    state = state.stage(b)
    assert (a, None, b) == slots(state)
    state = state.promote()
    assert (b, a, None) == slots(state)
    state = state.stage(c).rollback()
    assert (a, b, c) == slots(state)
    state = state.abort()
    assert (a, b, None) == slots(state)
    assert (7, 6) == (state.generation, state.activated)


def slots(state: State) -> tuple[str | None, str | None, str | None]:
    return state.active, state.previous, state.candidate


def test_a_state_that_cannot_be_read_names_the_file(model: ModelStore, tmp_path: Path) -> None:
    model.states.write(EMPTY.stage("a" * 64))
    (tmp_path / "store/flights/state/0000000002.json").write_bytes(b"{")

    with pytest.raises(DamagedError, match=r"state/0000000002\.json"):
        model.states.latest()
    assert 1 == model.states.newest_readable().generation


class FullDisk(Disk):
    """A disk on which there is no room for anything more."""

    def write(self, path: Path, content: bytes) -> None:
        super().write(path, content[: len(content) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_changes_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    model = Store(LocalObjects(tmp_path, FullDisk()), "full").model("flights")

    with pytest.raises(StoreError, match="free some space"):
        model.push(b"bundle")
    with pytest.raises(StoreError, match="nothing has changed"):
        model.states.write(EMPTY.stage("a" * 64))

    assert [] == list(tmp_path.rglob("*.tmp"))
    assert ([], EMPTY) == (model.versions.digests(), model.states.latest())


def test_collecting_keeps_what_is_in_use_and_what_was_never_staged(model: ModelStore) -> None:
    digests = [model.push(bytes([number]))[0] for number in range(6)]
    state = EMPTY
    for digest in digests[:4]:
        state = state.stage(digest)
        model.states.write(state)
        state = state.promote()
        model.states.write(state)
    state = state.stage(digests[4])
    model.states.write(state)

    kept_one = model.collect(keep=1)
    assert [digests[0]] == kept_one.versions
    assert [digests[1]] == model.collect().versions
    assert sorted(digests[2:]) == model.versions.digests()
    assert [digests[5]] == model.collect(never_staged=True).versions
    assert sorted(digests[2:5]) == model.versions.digests()


def test_collecting_removes_what_killed_writers_and_workers_left(
    model: ModelStore, tmp_path: Path
) -> None:
    model.push(b"bundle")
    folder = tmp_path / "store/flights"
    (folder / "versions/.half.zip.0123.tmp").write_bytes(b"bun")
    hold = model.workers.join("someone")
    hold.release()
    model.workers.report(WorkerReport(instance="someone", host=this_host(), pid=1))

    collected = model.collect()

    assert (["someone"], 1) == (collected.workers, collected.temporary)
    assert [] == [*folder.rglob("*someone*"), *folder.rglob(".*.tmp")]


def test_staging_makes_a_bundle_last_whose_push_was_killed(tmp_path: Path) -> None:
    """Its name was there and not yet safe; after a power cut the state must not dangle."""
    disk = CrashyDisk()
    model = Store(LocalObjects(tmp_path, disk), "crashy").model("flights")
    model.push(b"makes the folders")
    disk.steps_left = 3  # write, sync, link
    with pytest.raises(Killed):
        model.push(variant(0))
    disk.restart()

    digest = str(rollout.stage(model, "v0").candidate)
    disk.power_cut(tmp_path)

    model.versions.check(digest, model.versions.read(digest))
    assert digest == model.states.latest().candidate
