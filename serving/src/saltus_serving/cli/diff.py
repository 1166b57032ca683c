"""`saltus diff`."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from saltus_serving.cli.options import DEFAULT_STORE, JsonOption, ModelOption, StoreOption
from saltus_serving.cli.tables import print_table
from saltus_serving.comparison import BundleComparison, Side
from saltus_serving.store import Store

_Which = Annotated[str, typer.Argument(help="A zip file, or a version in the store.")]


def diff(
    old: _Which,
    new: _Which,
    *,
    store: StoreOption = DEFAULT_STORE,
    model: ModelOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what changes from one bundle to another, predictions on golden rows included."""
    sides = [Side.find(which, Store.at(store), model) for which in (old, new)]
    found = BundleComparison.of(*sides)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
        return
    console = Console()
    if found.identical:
        typer.echo("the same ops, parameters, schema and metrics")
    headings = ("where", "old", "new")
    for title, changes in found.by_part().items():
        rows = ((each.where, each.old, each.new) for each in changes)
        print_table(console, title, rows, headings)
    print_table(console, "schema", ((reason,) for reason in found.schema_reasons))
    predictions = found.predictions
    typer.echo(
        f"{predictions.rows} golden rows: {predictions.different} predictions differ, "
        f"by {predictions.largest:g} at most"
    )
