"""Changes of what is served, each of which is one new state."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from saltus_serving.rollout.errors import (
    ConflictError,
    GenerationMismatchError,
    NotPossibleError,
)
from saltus_serving.store import ExistsError, StoreError

if TYPE_CHECKING:
    from saltus_serving.store import ModelStore, State


def stage(
    model: ModelStore,
    wanted: str,
    *,
    if_generation: int | None = None,
    allow_breaking: str | None = None,
    reason: str = "",
    actor: str | None = None,
) -> State:
    """Make a bundle the candidate; the workers begin to prepare it.

    Args:
        model: The model.
        wanted: Digest of the bundle, the beginning of it, or the version on its card.
        if_generation: Do it only if this generation is in force.
        allow_breaking: Why it may break clients, if it may.
        reason: Why, for the history.
        actor: Who asks; else who runs this process.

    Raises:
        MissingError: There is no such bundle.
        NotPossibleError: It answers already.
        GenerationMismatchError: Another generation is in force.
        ConflictError: Somebody else was faster.
    """
    with model.adding():
        digest = model.versions.find(wanted)
        state = current(model, if_generation)
        if digest == state.active:
            told = f"{digest[:12]} is the active bundle already; `saltus status` tells who has it"
            raise NotPossibleError(told)
        model.versions.secure(digest)
        after = state.stage(digest, allow_breaking=allow_breaking)
        return apply(model, after.signed(reason, actor))


def rollback(
    model: ModelStore,
    *,
    if_generation: int | None = None,
    reason: str = "",
    actor: str | None = None,
) -> State:
    """Let the previous bundle answer again; it is loaded everywhere, so that is a matter of ms.

    Raises:
        NotPossibleError: There is none.
        GenerationMismatchError: Another generation is in force.
        ConflictError: Somebody else was faster.
    """
    state = current(model, if_generation)
    if state.previous is None:
        raise NotPossibleError(f"rollback: {model.name} has no previous bundle")
    return apply(model, state.rollback().signed(reason, actor))


def abort(
    model: ModelStore,
    *,
    if_generation: int | None = None,
    reason: str = "",
    actor: str | None = None,
) -> State:
    """Give the candidate up; a promotion that waits for it ends with a conflict.

    Raises:
        NotPossibleError: There is none.
        GenerationMismatchError: Another generation is in force.
        ConflictError: Somebody else was faster.
    """
    state = current(model, if_generation)
    if state.candidate is None:
        raise NotPossibleError(f"abort: {model.name} has no candidate")
    return apply(model, state.abort().signed(reason, actor))


def current(model: ModelStore, if_generation: int | None) -> State:
    """Return the state in force.

    Raises:
        GenerationMismatchError: It is another one than *if_generation*.
    """
    state = model.states.latest()
    if if_generation is not None and state.generation != if_generation:
        raise GenerationMismatchError(if_generation, state.generation)
    return state


def apply(model: ModelStore, after: State) -> State:
    """Put a state in force.

    Raises:
        ConflictError: Its number is taken; the history tells of both.
    """
    try:
        model.states.write(after)
    except ExistsError:
        raise conflict(model, after) from None
    return after


def conflict(model: ModelStore, after: State) -> ConflictError:
    """Remember that *after* came too late, and return the error that says so."""
    # Whoever lost shall hear of it even where that cannot be written down.
    with suppress(StoreError):
        model.states.refuse(after)
    return ConflictError(after.change, model.states.latest())
