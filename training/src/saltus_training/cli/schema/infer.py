"""`saltus-train schema infer`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from saltus_training.cli.errors import short_errors
from saltus_training.cli.options import MasterOption, MemoryOption
from saltus_training.progress import Steps
from saltus_training.saved_inputs import draft_of_saved_model
from saltus_training.schema_source import write_schema

if TYPE_CHECKING:
    from saltus_schema import FeatureSchema


def infer_schema(  # noqa: PLR0913 - one for each option
    data: Annotated[
        Path,
        typer.Argument(
            metavar="DATA", help="CSV, JSON lines, Parquet or ORC, or the folder of a saved model."
        ),
    ],
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file to write. Default: stdout.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="Of the model. Default: the data's.")] = None,
    exclude: Annotated[
        list[str] | None, typer.Option(help="A column that is no input, such as the label; repeat.")
    ] = None,
    ranges: Annotated[
        bool, typer.Option("--ranges", help="Refuse what lies outside the range seen.")
    ] = False,
    categories: Annotated[
        int, typer.Option(help="List the values of columns that have at most so many.", min=0)
    ] = 0,
    master: MasterOption = "local[*]",
    driver_memory: MemoryOption = "2g",
) -> None:
    """Write the schema that data or a saved model implies, to read and complete.

    Exit code 0: it is written; 1: what one line says; 2: wrong command line.
    """
    with short_errors():
        how = {"ranges": ranges, "categories": categories, "exclude": exclude or ()}
        if (data / "metadata").is_dir():
            if any(how.values()):
                message = "a saved model holds no rows: no --ranges, --categories and --exclude"
                raise typer.BadParameter(message)
            schema = draft_of_saved_model(data, name or data.stem)
        else:
            schema = _of_rows(data, name or data.stem, how, master, driver_memory)
        if output is None:
            typer.echo(schema.to_json(), nl=False)
        else:
            write_schema(schema, output)


def _of_rows(
    data: Path, name: str, how: dict[str, Any], master: str, driver_memory: str
) -> FeatureSchema:
    # Only here: Spark is an extra.
    from saltus_training.ingest import data_format, keep_aside, read_data  # noqa: PLC0415
    from saltus_training.quality.infer import Inference, infer_schema  # noqa: PLC0415
    from saltus_training.session import spark_session  # noqa: PLC0415

    data_format(data)
    steps = Steps(Console(stderr=True))
    session = spark_session(master=master, driver_memory=driver_memory)
    with session as spark, steps.step(f"look at {data}"):
        return infer_schema(keep_aside(read_data(spark, data)), name, Inference(**how))
