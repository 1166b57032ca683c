"""`saltus-train run`."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from saltus_training.cli.errors import short_errors
from saltus_training.cli.options import MasterOption, MemoryOption, RejectedOption
from saltus_training.cli.start import start_spark
from saltus_training.progress import Steps
from saltus_training.recipes import get_recipe
from saltus_training.report import metrics_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from saltus_training.run import PipelineResult

_DEFAULT_OUTPUT = Path("bundles")


def run_recipe(  # noqa: PLR0913 - one for each option
    name: Annotated[
        str,
        typer.Argument(metavar="RECIPE", help="A name of `saltus-train list`, or a .py file."),
    ],
    *,
    pipeline: Annotated[
        list[str] | None, typer.Option(help="Fit this one; repeat for more. Default: all.")
    ] = None,
    output: Annotated[
        Path, typer.Option(help="Folder for the bundles.", file_okay=False)
    ] = _DEFAULT_OUTPUT,
    sample: Annotated[
        float | None,
        typer.Option(help="Share of the rows. Default: the recipe's.", min=0.001, max=1.0),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="All rows; as `--sample 1`.")] = False,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="A parameter of the estimator, as `maxDepth=5`, or of a stage, as "
            "`Imputer.strategy=mean`; repeat for more.",
        ),
    ] = None,
    best: Annotated[
        bool, typer.Option("--best", help="Export only what cross-validation finds best.")
    ] = False,
    held_out: Annotated[
        int, typer.Option(help="Write this many evaluated rows as JSON, too.", min=0)
    ] = 0,
    store: Annotated[
        Path | None,
        typer.Option(help="Put the bundles into this store, too, each as a model of its own."),
    ] = None,
    rejected: RejectedOption = None,
    master: MasterOption = "local[*]",
    driver_memory: MemoryOption = "2g",
) -> None:
    """Fit, evaluate and export the pipelines of a recipe."""
    if full and sample is not None:
        message = "`--full` and `--sample` exclude each other"
        raise typer.BadParameter(message)
    with short_errors():
        # Only here: Spark is an extra, and `--help` must not wait for it.
        from saltus_training.held_out import write_held_out  # noqa: PLC0415
        from saltus_training.ingest import rejected_into  # noqa: PLC0415
        from saltus_training.publish import termination_as_exit  # noqa: PLC0415
        from saltus_training.recipes.settings import parse_settings  # noqa: PLC0415
        from saltus_training.run import RunOptions, prepare, run  # noqa: PLC0415
        from saltus_training.store import push  # noqa: PLC0415

        recipe = get_recipe(name)
        steps = Steps(Console(stderr=True))
        options = RunOptions(
            output=output,
            pipelines=pipeline or (),
            sample=1.0 if full else sample,
            held_out=held_out,
            settings=parse_settings(settings or ()),
            best=best,
        )
        prepare(recipe, options)
        with termination_as_exit(), rejected_into(rejected), ExitStack() as stack:
            spark = start_spark(stack, steps, master, driver_memory)
            results = run(recipe, spark, options, steps)
        for result in results.values():
            if result.held_out:
                write_held_out(result.held_out, result.bundle.with_suffix(".held-out.json"))
        pushed = {
            result.bundle.stem: push(result.bundle, store, result.bundle.stem)
            for result in results.values()
            if store is not None
        }
    evaluations = {name: each.evaluation for name, each in results.items()}
    Console().print(metrics_table(evaluations, recipe.known))
    _tell_what_to_do(results.values(), pushed, store)


def _tell_what_to_do(
    results: Iterable[PipelineResult], pushed: Mapping[str, str], store: Path | None
) -> None:
    # Not `print`, which would break a long path: the lines are there to be copied.
    typer.echo("Serve one of them:")
    for result in results:
        typer.echo(f"  saltus serve {result.bundle}")
    typer.echo("Look at the reports:")
    for result in results:
        typer.echo(f"  {result.report}")
    for model, digest in pushed.items():
        typer.echo(f"  saltus promote {digest[:12]} --model {model} --store {store}")
