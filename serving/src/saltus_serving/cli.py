"""The command `saltus`.

Exit codes: 0 all is well; 1 the bundle is refused, or the service cannot start; 2 the command
line is wrong.
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from saltus_serving import server
from saltus_serving.description import BundleDescription, VerificationDescription
from saltus_serving.errors import BundleRefusedError, ServingError
from saltus_serving.loading import load_model, open_bundle, read_card, verify_bundle
from saltus_serving.logs import configure_logging
from saltus_serving.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable

app = typer.Typer(
    name="saltus",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

BundleArgument = Annotated[Path, typer.Argument(help="A zip file or a directory.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")]
GoldenOption = Annotated[
    bool, typer.Option("--require-golden", help="Refuse a bundle that has no golden rows.")
]


def main() -> None:
    """Run the command; what goes wrong is told in one line."""
    try:
        app()
    except ServingError as error:
        sys.exit(f"saltus: {error}")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"saltus {version('saltus-serving')}")
        raise typer.Exit


@app.callback()
def root(
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Serve MLeap bundles over HTTP, without Spark and without a JVM.

    Exit codes: 0 all is well; 1 the bundle is refused, or the service cannot start; 2 the
    command line is wrong.
    """


@app.command()
def serve(
    bundle: Annotated[
        Path | None, typer.Argument(help="A zip file or a directory; else SALTUS_BUNDLE.")
    ] = None,
    *,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port; 0 takes a free one.")] = None,
    workers: Annotated[int | None, typer.Option(help="Worker processes.")] = None,
    require_golden: GoldenOption = False,
) -> None:
    """Verify a bundle, then answer predictions for it over HTTP.

    Whatever is not given is read from the environment: SALTUS_HOST, SALTUS_PORT and so on.
    """
    settings = Settings.read(
        bundle=bundle,
        host=host,
        port=port,
        workers=workers,
        require_golden=require_golden or None,
    )
    configure_logging(settings.log_level, settings.log_format)
    model = load_model(settings.bundle, require_golden=settings.require_golden)
    listener = server.listen(settings.host, settings.port)
    url = server.url(listener)
    typer.echo(f"{model.identity.name} {model.identity.version}: {url}/predict, docs at {url}/docs")
    server.run(settings, model, listener)


@app.command()
def inspect(bundle: BundleArgument, *, as_json: JsonOption = False) -> None:
    """Show what is in a bundle: stages, columns, notes and metrics."""
    opened = open_bundle(bundle)
    described = BundleDescription.of(str(bundle), opened, read_card(opened, bundle))
    if as_json:
        typer.echo(described.model_dump_json(indent=2))
        return
    console = Console()
    facts = described.model_dump(include={"file", "name", "version", "format", "digest"})
    _print_table(console, "bundle", facts.items())
    stages = (
        (f"{number}. {stage.name}", stage.op, ", ".join(stage.inputs), ", ".join(stage.outputs))
        for number, stage in enumerate(described.stages, start=1)
    )
    _print_table(console, "stages", stages, ("name", "op", "reads", "adds"))
    _print_table(console, "inputs", ((column.name, column.type) for column in described.inputs))
    _print_table(console, "outputs", ((column.name, column.type) for column in described.outputs))
    _print_table(console, "notes", ((note,) for note in described.notes))
    _print_table(console, "metrics", described.metrics.items())


@app.command()
def verify(
    bundle: BundleArgument, *, as_json: JsonOption = False, require_golden: GoldenOption = False
) -> None:
    """Replay a bundle's golden rows: does it give what Spark gave?"""
    try:
        verification = verify_bundle(open_bundle(bundle), bundle, require_golden=require_golden)
    except BundleRefusedError as error:
        if as_json:
            typer.echo(json.dumps({"status": "refused", **vars(error)}))
        raise
    described = VerificationDescription.of(verification)
    if as_json:
        typer.echo(described.model_dump_json())
    elif described.status == "golden":
        typer.echo(f"{bundle}: {described.rows} golden rows give what Spark gave")
    else:
        typer.echo(f"{bundle}: there are no golden rows, so nothing is proven")


def _print_table(
    console: Console,
    title: str,
    rows: Iterable[Iterable[object]],
    headings: tuple[str, ...] = (),
) -> None:
    table = Table(*headings, title=title, title_justify="left", show_header=bool(headings))
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    if table.rows:
        console.print(table)
