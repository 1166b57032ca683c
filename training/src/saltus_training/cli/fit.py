"""`saltus-train fit` and `saltus-train init`."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console

from saltus_training.cli.errors import short_errors
from saltus_training.cli.options import MasterOption, MemoryOption, RejectedOption
from saltus_training.cli.start import start_spark
from saltus_training.progress import Steps
from saltus_training.report import metrics_table

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from saltus_training.fit import Plan

Task = Literal["auto", "binary_classification", "multiclass_classification", "regression"]

_Data = Annotated[Path, typer.Option(help="CSV, JSON lines, Parquet or ORC; a file or a folder.")]
_Label = Annotated[str, typer.Option(help="The column to predict.")]
_Task = Annotated[Task, typer.Option(help="`auto` tells it from the label.")]
_Keep = Annotated[
    list[str] | None,
    typer.Option(help="Read this column although it looks like the label; repeat for more."),
]
_Name = Annotated[str | None, typer.Option(help="Of the model. Default: the file's.")]


def fit_file(  # noqa: PLR0913 - one for each option
    *,
    data: _Data,
    label: _Label,
    task: _Task = "auto",
    keep: _Keep = None,
    pipeline: Annotated[
        list[str] | None,
        typer.Option(help="Try this one, as `random_forest`; repeat for more. Default: all."),
    ] = None,
    output: Annotated[Path, typer.Option(help="Folder for the bundle.", file_okay=False)] = Path(
        "bundles"
    ),
    store: Annotated[
        Path | None,
        typer.Option(help="Put the bundle into this store, too, as a model of this name."),
    ] = None,
    name: _Name = None,
    rejected: RejectedOption = None,
    master: MasterOption = "local[*]",
    driver_memory: MemoryOption = "2g",
) -> None:
    """Find a good model for a file, evaluate it and export it as a verified bundle."""
    with short_errors():
        # Only here: Spark is an extra, and `--help` must not wait for it.
        from saltus_training.ingest import rejected_into  # noqa: PLC0415
        from saltus_training.publish import termination_as_exit  # noqa: PLC0415
        from saltus_training.recipes.file import read_recipe  # noqa: PLC0415
        from saltus_training.run import RunOptions, run  # noqa: PLC0415
        from saltus_training.store import push  # noqa: PLC0415

        steps = Steps(Console(stderr=True))
        with termination_as_exit(), rejected_into(rejected), ExitStack() as stack:
            spark = start_spark(stack, steps, master, driver_memory)
            text = _write(spark, steps, data, label, task, keep or [], name)
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="saltus-fit-"))
            path = Path(folder) / "recipe.py"
            path.write_text(text, encoding="utf-8")
            recipe = read_recipe(path)
            options = RunOptions(output=output, pipelines=pipeline or (), best=True)
            results = run(recipe, spark, options, steps)
        ((best, result),) = results.items()
        model = recipe.schema.name
        digest = None if store is None else push(result.bundle, store, model)
    Console().print(metrics_table({best: result.evaluation}))
    typer.echo(f"Look at the report:\n  {result.report}")
    typer.echo(f"Serve it:\n  saltus serve {result.bundle}")
    if digest is not None:
        typer.echo(f"  saltus promote {digest[:12]} --model {model} --store {store}")


def init_recipe(  # noqa: PLR0913 - one for each option
    *,
    data: _Data,
    label: _Label,
    task: _Task = "auto",
    keep: _Keep = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file. Default: NAME.py.")
    ] = None,
    name: _Name = None,
    master: MasterOption = "local[*]",
    driver_memory: MemoryOption = "2g",
) -> None:
    """Write what `fit` would do with a file as a recipe, to be changed and run."""
    target = output or Path(f"{(name or data.stem).replace('-', '_')}.py")
    if target.exists():
        message = f"`{target}` is there already; name another file with --output"
        raise typer.BadParameter(message)
    with short_errors():
        steps = Steps(Console(stderr=True))
        with ExitStack() as stack:
            spark = start_spark(stack, steps, master, driver_memory)
            text = _write(spark, steps, data, label, task, keep or [], name)
        target.write_text(text, encoding="utf-8")
    typer.echo(f"Run it:\n  saltus-train run {target} --best")


def _write(
    spark: SparkSession,
    steps: Steps,
    data: Path,
    label: str,
    task: Task,
    keep: list[str],
    name: str | None,
) -> str:
    from saltus_training.fit import make_plan, write_recipe  # noqa: PLC0415 - as above
    from saltus_training.ingest import read_data  # noqa: PLC0415

    with steps.step(f"look at {data}"):
        frame = read_data(spark, data).accepted.persist()
        plan = make_plan(frame, str(data), label, None if task == "auto" else task, keep)
        frame.unpersist()
    _tell(steps, plan)
    return write_recipe(plan, name or data.name.partition(".")[0])


def _tell(steps: Steps, plan: Plan) -> None:
    steps.note(f"{plan.task} of `{plan.label}`{_of(plan.labels)}")
    for kind, names in (
        ("numbers", plan.numbers),
        ("categories", plan.categories),
        ("many categories", plan.many),
    ):
        if names:
            steps.note(f"  {kind}: {', '.join(names)}")
    for column, reason in plan.left_out.items():
        steps.note(f"  left out: `{column}` {reason}")
    if plan.unlabelled:
        steps.note(f"  left out: {plan.unlabelled:,} rows without `{plan.label}`")


def _of(labels: tuple[str, ...]) -> str:
    return f": {', '.join(labels)}" if labels else ""
