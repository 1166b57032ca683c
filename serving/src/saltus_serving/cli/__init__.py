"""The command `saltus`: one file for each of its commands, and the list that names them.

Exit codes: 0 all is well; 1 the bundle or the change is refused, or the service cannot start;
2 the command line is wrong.
"""

from __future__ import annotations

import sys
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated

import typer

from saltus_serving.cli.abort import abort
from saltus_serving.cli.admin import admin
from saltus_serving.cli.diff import diff
from saltus_serving.cli.gc import collect
from saltus_serving.cli.inspect import inspect
from saltus_serving.cli.list import list_versions
from saltus_serving.cli.promote import promote
from saltus_serving.cli.push import push
from saltus_serving.cli.rollback import rollback
from saltus_serving.cli.score import score
from saltus_serving.cli.serve import serve
from saltus_serving.cli.stage import stage
from saltus_serving.cli.status import history, status
from saltus_serving.cli.verify import verify
from saltus_serving.errors import ServingError
from saltus_serving.logs import configure_logging

if TYPE_CHECKING:
    from collections.abc import Callable

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

    Exit codes: 0 all is well; 1 the bundle or the change is refused, or the service cannot
    start; 2 the command line is wrong.
    """
    configure_logging("warning", "console")


_COMMANDS: dict[str, Callable[..., None]] = {
    "serve": serve,
    "score": score,
    "inspect": inspect,
    "verify": verify,
    "push": push,
    "list": list_versions,
    "status": status,
    "stage": stage,
    "promote": promote,
    "rollback": rollback,
    "abort": abort,
    "history": history,
    "gc": collect,
    "diff": diff,
    "admin": admin,
}
for _name, _command in _COMMANDS.items():
    app.command(_name)(_command)
