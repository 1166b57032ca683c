"""`saltus score`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from saltus_serving.cli.options import BundleArgument, GoldenOption
from saltus_serving.errors import BatchError
from saltus_serving.loading import load_model


def score(  # noqa: PLR0913 - one for each option
    bundle: BundleArgument,
    source: Annotated[Path, typer.Argument(metavar="IN", help="A file, or a folder of files.")],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="A file, or a new folder.")],
    *,
    on_error: Annotated[
        Literal["stop", "skip", "side"],
        typer.Option(help="Bad rows: end the job, leave them out, or write them beside OUT."),
    ] = "stop",
    output: Annotated[
        list[str] | None, typer.Option(help="Add this column of the pipeline; repeatable.")
    ] = None,
    keep: Annotated[
        list[str] | None, typer.Option(help="Keep this input beside the scores; repeatable.")
    ] = None,
    threads: Annotated[int, typer.Option(min=0, help="Threads; 0 takes all cores.")] = 0,
    require_golden: GoldenOption = False,
) -> None:
    """Score files without Spark: CSV, JSON lines, Parquet or Arrow, told by their suffix.

    A row gets what /predict answers for it. Columns that the model does not read stay, and so
    does the order of the rows. OUT appears whole or not at all.
    """
    try:
        # Only here: pyarrow is an extra.
        from saltus_serving.batch.job import (  # noqa: PLC0415
            BatchOptions,
            OnError,
            score_files,
            side_file,
        )
    except ModuleNotFoundError as error:
        if error.name != "pyarrow":
            raise
        hint = "the Python package `pyarrow` is missing: pip install 'saltus-serving[batch]'"
        raise BatchError(str(source), hint) from None
    model = load_model(bundle, require_golden=require_golden)
    options = BatchOptions(OnError(on_error), output or (), keep or (), threads)
    with _progress() as progress:
        bar = progress.add_task("", total=None)

        def moved(file: Path, size: int) -> None:
            progress.update(bar, description=file.name, completed=size, total=file.stat().st_size)

        summary = score_files(model, source, target, options, moved)
    parts = [f"{summary.scored:,} rows scored"]
    if summary.bad:
        where = f" in {side_file(target)}" if options.on_error is OnError.SIDE else " left out"
        parts.append(f"{summary.bad:,} bad rows{where}")
    if summary.dropped:
        parts.append(f"{summary.dropped:,} dropped, as Spark does")
    typer.echo(f"{target}: {', '.join(parts)}")


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
