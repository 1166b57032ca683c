"""What one worker does with its slots."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

import pytest
from saltus_serving import rollout
from saltus_serving.rollout import Policy
from saltus_serving.rollout.replica import RETRY_SECONDS
from saltus_testing.rollouts import breaking, variant, wrong

if TYPE_CHECKING:
    from pathlib import Path

    from saltus_serving.store import ModelStore
    from saltus_testing.rollouts import World


def damage(folder: Path, digest: str) -> None:
    path = folder / f"store/flights/versions/{digest}.zip"
    path.write_bytes(path.read_bytes()[:-1])


def test_a_worker_starts_without_a_model_and_serves_one_when_it_is_there(world: World) -> None:
    worker = world.start()
    assert (None, False) == (worker.answer(), worker.replica.wanted)

    world.promote(variant(0))

    assert worker.answer() == pytest.approx(0.5)


def test_a_candidate_is_prepared_while_the_active_bundle_answers(world: World) -> None:
    world.promote(variant(0))
    worker = world.start()
    before = worker.answer()

    rollout.stage(world.model, world.push(variant(1)))
    world.step()

    candidate = worker.replica.report(1, accepts=True).candidate
    assert candidate is not None
    assert ("ready", before) == (candidate.state, worker.answer())
    assert ["fetch", "digest", "read", "schema", "golden", "warm_up"] == [
        check.name for check in candidate.checks
    ]


def test_a_promotion_and_a_rollback_load_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = world.promote(variant(0))
    worker = world.start()
    before = worker.answer()
    second = world.push(variant(1))
    rollout.stage(world.model, second)
    world.step()
    monkeypatch.setattr(type(world.model.versions), "read", lambda *_, **__: pytest.fail("read"))

    state = world.model.states.latest().promote()
    world.model.states.write(state)
    worker.observe()
    after = worker.answer()
    rollout.rollback(world.model)
    worker.observe()

    assert before == worker.answer() != after
    assert (first, second) == (worker.replica.state.active, worker.replica.state.previous)
    assert 4 + 1 == worker.replica.state.generation


def test_a_bundle_that_fails_a_check_leaves_a_report_and_never_answers(world: World) -> None:
    world.promote(variant(0))
    worker = world.start()
    before = worker.answer()
    digest = world.push(wrong())

    with pytest.raises(rollout.CandidateFailedError) as caught:
        world.promoter().promote(digest)

    report = caught.value.report
    assert ("golden", "classifier", "prediction", 0) == (
        report.failed_check,
        report.details["stage"],
        report.details["column"],
        report.details["row"],
    )
    assert before == worker.answer()
    assert None is worker.replica.candidate


def test_a_breaking_candidate_needs_a_reason_and_the_history_keeps_it(world: World) -> None:
    world.promote(variant(0))
    world.start()
    digest = world.push(breaking())

    with pytest.raises(rollout.CandidateFailedError, match=r"dep_hour.*--allow-breaking"):
        world.promoter().promote(digest)
    done = world.promoter().promote(allow_breaking="agreed with all clients")

    assert (digest, "agreed with all clients") == (done.state.active, done.state.allow_breaking)


def test_a_rollback_makes_a_candidate_be_judged_anew(world: World) -> None:
    """What breaks nothing beside one bundle may break something beside another."""
    world.promote(breaking())
    worker = world.start()
    world.promoter().promote(world.push(variant(0)), allow_breaking="hours up to 23")
    rollout.stage(world.model, world.push(variant(1)))
    world.step()
    assert worker.replica.candidate is not None

    rollout.rollback(world.model)
    world.step()

    report = worker.replica.report(1, accepts=True).candidate
    assert report is not None
    assert report.state == ("failed" if report.breaking else "ready")
    assert report.breaking  # what was fitted on hours up to 22 knows no hour 23


def test_a_worker_beside_an_active_bundle_that_cannot_be_read_serves_the_last_good_one(
    world: World, tmp_path: Path
) -> None:
    world.promote(variant(0))
    before = world.start().answer()
    world.kill(world.workers[0])
    damage(tmp_path, world.promote(variant(1)))

    worker = world.start()

    assert before == worker.answer()
    assert worker.replica.failing
    assert "sha256" in str(worker.replica.error)


def test_a_bundle_that_was_mended_is_served_after_a_while(world: World, tmp_path: Path) -> None:
    world.promote(variant(0))
    digest = world.promote(variant(1))
    damage(tmp_path, digest)
    worker = world.start()
    fallback = worker.answer()

    world.push(variant(1))
    world.step()
    assert fallback == worker.answer()
    world.clock.now += RETRY_SECONDS
    world.step()

    assert (True, None) == (worker.replica.converged, worker.replica.error)
    assert fallback != worker.answer()


def test_a_load_that_takes_too_long_is_given_up(world: World) -> None:
    worker = world.start(Policy(seconds=10.0))
    rollout.stage(world.model, world.push(variant(0)))
    worker.observe()
    worker.begin()
    assert worker.loading is not None
    late = worker.loading[0]

    world.clock.now += 11
    worker.replica.expire()
    report = worker.replica.report(1, accepts=True).candidate
    worker.replica.finish(late, late.preparation.run())

    assert report is not None
    assert ("failed", "fetch") == (report.state, report.failed_check)
    assert "SALTUS_LOAD_SECONDS" in str(report.reason)
    assert None is worker.replica.candidate


def test_what_is_in_no_slot_is_let_go(world: World) -> None:
    worker = world.start()
    world.promote(variant(0))
    first = weakref.ref(worker.replica.slots[str(worker.replica.state.active)].model)

    for number in (1, 2):
        world.promote(variant(number))

    assert None is first()
    assert 2 == len(worker.replica.slots)


def test_a_state_that_cannot_be_read_changes_nothing(
    world: World, model: ModelStore, tmp_path: Path
) -> None:
    world.promote(variant(0))
    worker = world.start()
    before = worker.answer()
    (tmp_path / "store/flights/state/0000000003.json").write_bytes(b"{")

    world.step()
    late = world.start()

    assert [before, before] == [worker.answer(), late.answer()]
    assert "0000000003" in str(late.replica.unreadable)
    assert 2 == model.states.newest_readable().generation
