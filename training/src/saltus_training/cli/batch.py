"""`saltus-train batch`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from saltus_training.cli.errors import short_errors
from saltus_training.cli.options import (
    ArchivesOption,
    FormatOption,
    KeepOption,
    MasterOption,
    MemoryOption,
    OutputOption,
)
from saltus_training.progress import Steps


def score_files(  # noqa: PLR0913 - one for each option
    bundle: Annotated[Path, typer.Argument(help="A zip file.")],
    source: Annotated[str, typer.Argument(metavar="IN", help="A file or folder.")],
    target: Annotated[str, typer.Argument(metavar="OUT", help="A new folder.")],
    *,
    on_error: Annotated[
        Literal["stop", "skip", "side"],
        typer.Option(help="Bad rows: end the job, leave them out, or write them to OUT.errors."),
    ] = "stop",
    keep: KeepOption = None,
    output: OutputOption = None,
    from_format: FormatOption = None,
    to_format: FormatOption = None,
    master: MasterOption = "local[*]",
    driver_memory: MemoryOption = "2g",
    archives: ArchivesOption = None,
) -> None:
    """Score files with a bundle: Spark distributes the rows, the bundle scores them.

    The bundle's feature schema holds for the rows as for requests. OUT appears whole or not at all.
    """
    with short_errors():
        # Only here: Spark is an extra, and `--help` must not wait for it.
        from saltus_training.publish import termination_as_exit  # noqa: PLC0415
        from saltus_training.scoring.batch import BatchJob, score_batch  # noqa: PLC0415
        from saltus_training.scoring.model import ScoringModel  # noqa: PLC0415
        from saltus_training.session import spark_session  # noqa: PLC0415

        model = ScoringModel.load(bundle)
        job = BatchJob(on_error, keep, output, from_format, to_format)
        steps = Steps(Console(stderr=True))
        with (
            termination_as_exit(),
            spark_session(master=master, driver_memory=driver_memory, archives=archives) as spark,
            steps.step("score"),
        ):
            score_batch(spark, model, source, target, job)
        typer.echo(target)
