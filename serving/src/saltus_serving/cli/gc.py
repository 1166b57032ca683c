"""`saltus gc`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from saltus_serving.cli.options import DEFAULT_STORE, JsonOption, ModelOption, StoreOption
from saltus_serving.store import Store


def collect(
    *,
    store: StoreOption = DEFAULT_STORE,
    model: ModelOption = None,
    keep: Annotated[
        int, typer.Option(help="Keep this many more of those that were used last.", min=0)
    ] = 0,
    never_staged: Annotated[
        bool, typer.Option("--never-staged", help="Remove also what was pushed and never staged.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Remove bundles that are in no slot any more, and what dead workers have left."""
    known = Store.at(store).known(model)
    collected = known.collect(keep=keep, never_staged=never_staged)
    if as_json:
        typer.echo(json.dumps({"model": known.name, **asdict(collected)}))
        return
    typer.echo(
        f"{known.name}: removed {len(collected.versions)} bundles, {len(collected.workers)} dead "
        f"workers, {collected.temporary} temporary files"
    )
