"""`saltus inspect`."""

from __future__ import annotations

import typer
from rich.console import Console

from saltus_serving.cli.options import BundleArgument, JsonOption
from saltus_serving.cli.tables import print_table
from saltus_serving.description import BundleDescription
from saltus_serving.loading import open_bundle, read_card


def inspect(bundle: BundleArgument, *, as_json: JsonOption = False) -> None:
    """Show what is in a bundle: stages, columns, notes and metrics."""
    opened = open_bundle(bundle)
    described = BundleDescription.of(str(bundle), opened, read_card(opened, bundle))
    if as_json:
        typer.echo(described.model_dump_json(indent=2))
        return
    console = Console()
    facts = described.model_dump(include={"file", "name", "version", "format", "digest"})
    print_table(console, "bundle", facts.items())
    stages = (
        (f"{number}. {stage.name}", stage.op, ", ".join(stage.inputs), ", ".join(stage.outputs))
        for number, stage in enumerate(described.stages, start=1)
    )
    print_table(console, "stages", stages, ("name", "op", "reads", "adds"))
    print_table(console, "inputs", ((column.name, column.type) for column in described.inputs))
    print_table(console, "outputs", ((column.name, column.type) for column in described.outputs))
    print_table(console, "notes", ((note,) for note in described.notes))
    print_table(console, "metrics", described.metrics.items())
