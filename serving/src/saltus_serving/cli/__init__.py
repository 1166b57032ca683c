"""The command `saltus`: one file for each of its commands, and the list that names them.

Exit codes: 0 all is well; 1 the bundle is refused, or the service cannot start; 2 the command
line is wrong.
"""

from __future__ import annotations

import sys
from importlib.metadata import version
from typing import Annotated

import typer

from saltus_serving.cli.inspect import inspect
from saltus_serving.cli.score import score
from saltus_serving.cli.serve import serve
from saltus_serving.cli.verify import verify
from saltus_serving.errors import ServingError

app = typer.Typer(
    name="saltus",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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


for _command in (serve, score, inspect, verify):
    app.command()(_command)
