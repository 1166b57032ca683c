"""How states and changes are shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from saltus_serving.rollout import Promotion
    from saltus_serving.store import State


def print_state(model: str, state: State, *, as_json: bool) -> None:
    """Print the state that a change has put in force."""
    if as_json:
        typer.echo(json.dumps({"model": model, **state.model_dump()}))
    else:
        typer.echo(_line(model, state))


def print_promotion(model: str, promotion: Promotion, *, as_json: bool) -> None:
    """Print how a promotion or a rollback went."""
    state = promotion.state
    converged = promotion.converged_seconds
    if as_json:
        facts = {
            "model": model,
            **state.model_dump(),
            "workers": promotion.workers,
            "died": promotion.died,
            "ready_seconds": promotion.ready_seconds,
            "converged_seconds": converged,
        }
        typer.echo(json.dumps(facts))
        return
    typer.echo(_line(model, state))
    if converged is not None:
        typer.echo(f"{len(promotion.workers)} workers serve it after {converged * 1e3:.0f} ms")
    for instance in promotion.died:
        typer.echo(f"worker {instance} died meanwhile")


def tell_progress() -> Callable[[str, str], None]:
    """Return a listener that prints each phase to stderr, once."""
    last = ""

    def tell(_phase: str, line: str) -> None:
        nonlocal last
        if line != last:
            typer.echo(f"  {line}", err=True)
        last = line

    return tell


def _line(model: str, state: State) -> str:
    slots = {"active": state.active, "previous": state.previous, "candidate": state.candidate}
    named = ", ".join(f"{slot} {digest[:12]}" for slot, digest in slots.items() if digest)
    return f"{model}: generation {state.generation}, {state.change}: {named or 'nothing'}"
