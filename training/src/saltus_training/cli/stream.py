"""`saltus-train stream`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from saltus_training.cli.errors import short_errors
from saltus_training.cli.options import (
    ArchivesOption,
    FormatOption,
    JarsOption,
    KeepOption,
    MasterOption,
    MemoryOption,
    OutputOption,
    PackagesOption,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from saltus_training.scoring.model import ScoringModel


def score_stream(  # noqa: PLR0913 - one for each option
    bundle: Annotated[Path | None, typer.Argument(help="A zip file; else --store.")] = None,
    *,
    source: Annotated[
        str,
        typer.Option("--from", help="Folder into which files are put, or kafka://HOST:PORT/TOPIC."),
    ],
    target: Annotated[
        str, typer.Option("--to", help="Folder of the scores, or kafka://HOST:PORT/TOPIC.")
    ],
    store: Annotated[
        Path | None, typer.Option(help="Follow the active bundle of this store.", file_okay=False)
    ] = None,
    model: Annotated[str | None, typer.Option(help="The model in the store.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Score what is there, then end.")] = False,
    every: Annotated[str, typer.Option(help="Time between micro-batches.")] = "5 seconds",
    most: Annotated[
        int | None,
        typer.Option("--most", help="Files, or messages, of a micro-batch at most.", min=1),
    ] = None,
    checkpoint: Annotated[
        str | None, typer.Option(help="Folder of the progress. Default: beside the scores.")
    ] = None,
    on_error: Annotated[
        Literal["stop", "skip", "side"],
        typer.Option(help="Bad rows: end the stream, leave them out, or put them into OUT.errors."),
    ] = "stop",
    keep: KeepOption = None,
    output: OutputOption = None,
    from_format: FormatOption = None,
    to_format: FormatOption = None,
    kafka: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY=VALUE", help="More of Spark's options for Kafka; repeatable."),
    ] = None,
    jars: JarsOption = None,
    packages: PackagesOption = None,
    master: MasterOption = "local[*]",
    driver_memory: MemoryOption = "2g",
    archives: ArchivesOption = None,
) -> None:
    """Score rows as they come, each exactly once in a folder, whatever happens in between.

    Each row of the scores names its bundle in `model_digest`. With --store, a bundle that is
    promoted is taken up by the next micro-batch.
    """
    settings = _settings(kafka or [])
    with short_errors():
        # Only here: Spark is an extra, and `--help` must not wait for it.
        from saltus_training.publish import termination_as_exit  # noqa: PLC0415
        from saltus_training.scoring import stream  # noqa: PLC0415
        from saltus_training.scoring.batch import BatchJob  # noqa: PLC0415
        from saltus_training.session import spark_session  # noqa: PLC0415

        current = _current(bundle, store, model)
        batch = BatchJob(on_error, keep, output, from_format, to_format)
        job = stream.StreamJob(batch, checkpoint, every, once, most, settings)
        session = spark_session(
            master=master,
            driver_memory=driver_memory,
            archives=archives,
            more={"spark.jars": jars, "spark.jars.packages": packages},
        )
        with termination_as_exit(), session as spark:
            stream.score_stream(
                spark, current, source, target, job, lambda done: typer.echo(str(done), err=True)
            )
        typer.echo(target)


def _settings(pairs: list[str]) -> dict[str, str]:
    settings = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    if len(settings) < len(pairs):
        message = "write each as KEY=VALUE, once"
        raise typer.BadParameter(message, param_hint="--kafka")
    return settings


def _current(
    bundle: Path | None, store: Path | None, name: str | None
) -> Callable[[], ScoringModel]:
    """Gives what names the model of each micro-batch, once it has named one."""
    from saltus_training.scoring.model import ScoringModel  # noqa: PLC0415 - as above
    from saltus_training.scoring.store import ActiveModel  # noqa: PLC0415

    if bundle is not None and store is None and name is None:
        fixed = ScoringModel.load(bundle)
        return lambda: fixed
    if bundle is None and store is not None and name is not None:
        active = ActiveModel(store, name)
        active()
        return active
    message = "give either BUNDLE or both --store and --model"
    raise typer.BadParameter(message)
