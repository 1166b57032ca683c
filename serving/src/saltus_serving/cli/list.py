"""`saltus list`."""

from __future__ import annotations

import json

import typer
from rich.console import Console

from saltus_serving.cli.options import DEFAULT_STORE, JsonOption, ModelOption, StoreOption
from saltus_serving.cli.tables import print_table
from saltus_serving.status import version_statuses
from saltus_serving.store import Store


def list_versions(
    *, store: StoreOption = DEFAULT_STORE, model: ModelOption = None, as_json: JsonOption = False
) -> None:
    """Show the bundles of a store, and which of them are in a slot."""
    opened = Store.at(store)
    names = opened.models() if model is None else [opened.known(model).name]
    found = {name: version_statuses(opened.model(name)) for name in names}
    if as_json:
        dumped = {name: [each.model_dump() for each in each_of] for name, each_of in found.items()}
        typer.echo(json.dumps(dumped, indent=2))
        return
    if not found:
        typer.echo(f"{store}: no models; `saltus push BUNDLE` adds one")
    for name, versions in found.items():
        rows = (
            (
                each.digest[:16],
                each.version or "",
                f"{each.bytes:,}",
                each.slot or ("" if each.staged else "never staged"),
            )
            for each in versions
        )
        print_table(Console(), name, rows, ("digest", "version", "bytes", "slot"))
