"""`saltus-train report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from saltus_training.cli.errors import short_errors


def report_bundle(
    bundle: Annotated[Path, typer.Argument(help="A zip file.")],
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The HTML file. Default: beside the bundle."),
    ] = None,
) -> None:
    """Write a report on a bundle as one HTML file: figures, features, training data, origin.

    What the bundle does not hold is named in the report.
    """
    with short_errors():
        from saltus_training.model_report import report_path, write_report  # noqa: PLC0415 - extra

        target = output or report_path(bundle)
        write_report(bundle, target)
    typer.echo(target)
