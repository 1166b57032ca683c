"""`saltus status` and `saltus history`."""

from __future__ import annotations

import json
import time
from typing import Annotated

import typer
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from saltus_serving.cli.options import DEFAULT_STORE, JsonOption, ModelOption, StoreOption
from saltus_serving.rollout.observer import Observer
from saltus_serving.status import ModelStatus
from saltus_serving.store import Store

_REFRESH_SECONDS = 0.25


def status(
    *,
    store: StoreOption = DEFAULT_STORE,
    model: ModelOption = None,
    watch: Annotated[bool, typer.Option("--watch", help="Go on until Ctrl-C.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show what shall be served, and what each worker has."""
    opened = Store.at(store)
    names = opened.models() if model is None else [opened.known(model).name]
    models = [opened.model(name) for name in names]
    observed = [(each, Observer(each)) for each in models]

    def look() -> list[ModelStatus]:
        return [ModelStatus.of(each, observer) for each, observer in observed]

    if as_json:
        while True:
            typer.echo(json.dumps([each.model_dump() for each in look()]))
            if not watch:
                return
            time.sleep(_REFRESH_SECONDS)
    if not models:
        typer.echo(f"{store}: no models; `saltus push BUNDLE` adds one")
    if not watch:
        Console().print(_rendered(look()))
        return
    try:
        with Live(_rendered(look()), auto_refresh=False) as live:
            while True:
                time.sleep(_REFRESH_SECONDS)
                live.update(_rendered(look()), refresh=True)
    except KeyboardInterrupt:
        return


def history(
    *, store: StoreOption = DEFAULT_STORE, model: ModelOption = None, as_json: JsonOption = False
) -> None:
    """Show every change, and those that came too late."""
    known = Store.at(store).known(model)
    states, refused = known.states.history(), known.states.refusals()
    if as_json:
        dumped = {
            "states": [each.model_dump() for each in states],
            "refused": [each.model_dump() for each in refused],
        }
        typer.echo(json.dumps(dumped, indent=2))
        return
    table = Table("generation", "change", "active", "candidate", "actor", "time", "reason")
    for state in states:
        reason = state.allow_breaking or state.reason
        table.add_row(
            str(state.generation),
            state.change,
            *(_short(digest) for digest in (state.active, state.candidate)),
            *(Text(part) for part in (state.actor, _readable(state.time), reason)),
        )
        for late in refused:
            if late.generation == state.generation:
                said = Text(f"came too late, wanted {_short(late.version)}")
                signature = Text(late.actor), Text(_readable(late.time))
                table.add_row("", f"({late.change})", "", "", *signature, said)
    Console().print(table)


def _rendered(statuses: list[ModelStatus]) -> Group:
    parts: list[Text | Table] = []
    for each in statuses:
        state = each.state
        slots = f"active {_short(state.active)}  previous {_short(state.previous)}"
        parts.append(
            Text(
                f"{each.model}: generation {state.generation} ({state.change})  {slots}  "
                f"candidate {_short(state.candidate)}"
            )
        )
        table = Table("worker", "life", "accepts", "serves", "candidate", "answered", "error")
        for worker in each.workers:
            report = worker.report
            candidate = report.candidate
            told = "" if candidate is None else f"{candidate.state} {candidate.reason or ''}"
            serves = f"{_short(report.active)} ({report.serving})"
            table.add_row(
                f"{report.instance} pid {report.pid or 'unknown'}",
                worker.life,
                "yes" if report.accepts else "no",
                serves if worker.converged else f"{serves} behind",
                Text(told),
                str(report.answered),
                Text(report.error or ""),
            )
        parts.append(table if each.workers else Text("  no workers"))
    return Group(*parts)


def _readable(time: str) -> str:
    """Return a time as people write it; it may be broken between day and hour."""
    return time[:19].replace("T", " ")


def _short(digest: str | None) -> str:
    return "-" if digest is None else digest[:12]
