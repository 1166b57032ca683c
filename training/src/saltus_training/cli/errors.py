"""One line for what goes wrong, and an exit code."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from saltus_training.errors import TrainingError

if TYPE_CHECKING:
    from collections.abc import Iterator

_FAILED = 1
# The extra of this package that brings a module.
_EXTRAS = {"pyspark": "spark", "py4j": "spark", "jinja2": "report", "matplotlib": "report"}
_INTERRUPTED = 130


@contextmanager
def short_errors() -> Iterator[None]:
    """One line for whatever a user can put right; anything else keeps its traceback."""
    try:
        yield
    except TrainingError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(_FAILED) from error
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in _EXTRAS:
            raise
        hint = f"`pip install 'saltus-training[{_EXTRAS[package]}]'`"
        typer.echo(f"error: the Python package `{package}` is missing; {hint}", err=True)
        raise typer.Exit(_FAILED) from error
    except KeyboardInterrupt:
        typer.echo("interrupted: Spark is stopped, nothing is half-written", err=True)
        raise typer.Exit(_INTERRUPTED) from None
