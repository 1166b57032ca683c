"""Changes of what is served: who waits for whom, and who is told what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from saltus_serving import rollout
from saltus_serving.rollout.observer import HUNG_SECONDS
from saltus_testing.rollouts import variant, wrong

if TYPE_CHECKING:
    from saltus_serving.store import ModelStore
    from saltus_testing.rollouts import World


def test_a_promotion_waits_until_every_worker_is_ready(world: World) -> None:
    world.promote(variant(0))
    quick, slow = world.start(), world.start()
    digest = world.push(variant(1))
    steps = 0

    def meanwhile() -> None:
        nonlocal steps
        steps += 1
        quick.step()
        if steps > 10:
            slow.step()
        else:
            slow.tell()
            assert world.model.states.latest().active != digest

    world.meanwhile = meanwhile
    done = world.promoter().promote(digest)

    assert sorted([quick.instance, slow.instance]) == sorted(done.workers)
    assert quick.answer() == slow.answer()
    assert done.ready_seconds > 0


def test_a_worker_that_comes_late_is_named_and_nothing_changes(world: World) -> None:
    active = world.promote(variant(0))
    world.start()
    late = world.start()
    world.meanwhile = lambda: (world.workers[0].step(), late.tell())[0]

    with pytest.raises(rollout.WorkersLateError, match=f"late: {late.instance}"):
        world.promoter(seconds=2.0).promote(world.push(variant(1)))

    assert active == world.model.states.latest().active


def test_a_worker_that_could_not_say_anything_yet_is_waited_for(world: World) -> None:
    """It may serve already: a full disk keeps it from telling, and not from answering."""
    world.promote(variant(0))
    hold = world.model.workers.join("mute")

    with pytest.raises(rollout.WorkersLateError, match="mute"):
        world.promoter(seconds=0.1).promote(world.push(variant(1)))

    hold.release()
    world.promoter(seconds=0.1).promote()


def test_a_worker_that_hangs_is_named(world: World) -> None:
    world.promote(variant(0))
    world.start()
    hung = world.start()
    world.meanwhile = world.workers[0].step

    with pytest.raises(rollout.WorkersLateError, match=f"hung: {hung.instance}"):
        world.promoter(seconds=HUNG_SECONDS + 1).promote(world.push(variant(1)))


def test_a_worker_that_dies_is_named_and_not_waited_for(world: World) -> None:
    world.promote(variant(0))
    world.start()
    victim = world.start()

    def meanwhile() -> None:
        if victim in world.workers:
            world.kill(victim)
        world.step()

    world.meanwhile = meanwhile
    done = world.promoter().promote(world.push(variant(1)))

    assert ([victim.instance], 1) == (done.died, len(done.workers))


def test_without_a_worker_the_command_makes_the_checks(world: World) -> None:
    active = world.promote(variant(0))

    with pytest.raises(rollout.CandidateFailedError, match="golden"):
        world.promoter().promote(world.push(wrong()))

    assert active == world.model.states.latest().active


def test_of_two_promotions_one_wins_and_the_other_is_told(world: World, model: ModelStore) -> None:
    world.promote(variant(0))
    world.start()
    mine, theirs = world.push(variant(1)), world.push(variant(2))
    begun = False

    def meanwhile() -> None:
        nonlocal begun
        if not begun:
            begun = True
            world.promoter().promote(theirs, actor="them")
        world.step()

    world.meanwhile = meanwhile
    with pytest.raises(rollout.ConflictError, match="them made a promote"):
        world.promoter().promote(mine, actor="me")

    assert theirs == model.states.latest().active
    assert [("promote", mine, "me")] == [
        (each.change, each.version, each.actor) for each in model.states.refusals()
    ]


def test_a_change_may_depend_on_the_generation(world: World) -> None:
    world.promote(variant(0))
    digest = world.push(variant(1))

    with pytest.raises(rollout.GenerationMismatchError, match="generation 2 is in force, not 1"):
        world.promoter().promote(digest, if_generation=1)
    assert 4 == world.promoter().promote(digest, if_generation=2).state.generation


def test_an_abort_ends_a_promotion_that_waits(world: World) -> None:
    world.promote(variant(0))
    worker = world.start()

    def meanwhile() -> None:
        if world.model.states.latest().candidate:
            rollout.abort(world.model)
        worker.tell()

    world.meanwhile = meanwhile
    with pytest.raises(rollout.ConflictError, match="abort"):
        world.promoter().promote(world.push(variant(1)))


def test_what_is_not_possible_says_what_is_missing(world: World) -> None:
    digest = world.push(variant(0))

    with pytest.raises(rollout.NotPossibleError, match="stage one"):
        world.promoter().promote()
    with pytest.raises(rollout.NotPossibleError, match="no previous"):
        rollout.rollback(world.model)
    with pytest.raises(rollout.NotPossibleError, match="no candidate"):
        rollout.abort(world.model)
    world.promoter().promote(digest)
    with pytest.raises(rollout.NotPossibleError, match="active bundle already"):
        rollout.stage(world.model, digest)
    with pytest.raises(rollout.NotPossibleError, match="no previous"):
        rollout.rollback(world.model)
