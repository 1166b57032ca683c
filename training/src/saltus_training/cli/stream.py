"""`saltus-train stream`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar, cast

import typer

from saltus_training.cli.errors import short_errors
from saltus_training.cli.options import (
    ArchivesOption,
    FormatOption,
    KeepOption,
    MasterOption,
    MemoryOption,
    OutputOption,
)

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def _same(value: T) -> T:
    return value


def score_stream(  # noqa: PLR0913 - one for each option
    bundle: Annotated[Path | None, typer.Argument(help="A zip file; else --store.")] = None,
    *,
    source: Annotated[str, typer.Option("--from", help="Folder into which files are put.")],
    target: Annotated[str, typer.Option("--to", help="Folder of the scores.")],
    store: Annotated[
        Path | None, typer.Option(help="Follow the active bundle of this store.", file_okay=False)
    ] = None,
    model: Annotated[str | None, typer.Option(help="The model in the store.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Score what is there, then end.")] = False,
    every: Annotated[str, typer.Option(help="Time between micro-batches.")] = "5 seconds",
    files_per_batch: Annotated[
        int | None, typer.Option(help="Most files of a micro-batch.", min=1)
    ] = None,
    checkpoint: Annotated[
        str | None, typer.Option(help="Folder of the progress. Default: beside the scores.")
    ] = None,
    on_error: Annotated[
        Literal["stop", "skip"], typer.Option(help="Bad rows: end the stream, or leave them out.")
    ] = "stop",
    keep: KeepOption = None,
    output: OutputOption = None,
    from_format: FormatOption = None,
    to_format: FormatOption = None,
    master: MasterOption = "local[*]",
    driver_memory: MemoryOption = "2g",
    archives: ArchivesOption = None,
) -> None:
    """Score files as they come, each row exactly once, whatever happens in between.

    Each row of the scores names its bundle in `model_digest`. With --store, a bundle that is
    promoted is taken up by the next micro-batch.
    """
    if (bundle is None) == (store is None) or (store is None) != (model is None):
        message = "give either BUNDLE or both --store and --model"
        raise typer.BadParameter(message)
    with short_errors():
        # Only here: Spark is an extra, and `--help` must not wait for it.
        from saltus_training.publish import termination_as_exit  # noqa: PLC0415
        from saltus_training.scoring.batch import BatchJob  # noqa: PLC0415
        from saltus_training.scoring.model import ScoringModel  # noqa: PLC0415
        from saltus_training.scoring.store import ActiveModel  # noqa: PLC0415
        from saltus_training.scoring.stream import (  # noqa: PLC0415
            Progress,
            StreamJob,
            score_stream,
        )
        from saltus_training.session import spark_session  # noqa: PLC0415

        current: Callable[[], ScoringModel]
        if store is not None and model is not None:
            current = ActiveModel(store, model)
        else:
            current = partial(_same, ScoringModel.load(cast("Path", bundle)))
        current()

        def told(progress: Progress) -> None:
            typer.echo(
                f"batch {progress.batch}: {progress.rows:,} rows, "
                f"{progress.rows_per_second:,.0f} rows/s, lag {progress.lag_seconds:.1f} s",
                err=True,
            )

        batch = BatchJob(on_error, keep, output, from_format, to_format)
        job = StreamJob(batch, checkpoint, every, once, files_per_batch)
        with (
            termination_as_exit(),
            spark_session(master=master, driver_memory=driver_memory, archives=archives) as spark,
        ):
            score_stream(spark, current, source, target, job, told)
        typer.echo(target)
