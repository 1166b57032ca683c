"""`saltus-train schema check`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from saltus_training.cli.errors import short_errors
from saltus_training.cli.options import MasterOption, MemoryOption
from saltus_training.progress import Steps
from saltus_training.schema_source import load_schema

_VIOLATIONS = 1


def check_data(
    data: Annotated[Path, typer.Argument(metavar="DATA", help="CSV, JSON lines, Parquet or ORC.")],
    *,
    schema: Annotated[Path, typer.Option(metavar="FILE", help="A schema or a bundle.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    master: MasterOption = "local[*]",
    driver_memory: MemoryOption = "2g",
) -> None:
    """Count the rows that a schema refuses, by field and rule, in one pass of Spark.

    Exit code 0: every row is accepted, warnings aside; 1: some are not, or what one line says; 2:
    wrong command line.
    """
    with short_errors():
        declared = load_schema(schema)
        # Only here: Spark is an extra.
        from saltus_training.ingest import data_format  # noqa: PLC0415
        from saltus_training.quality import check, read_rows  # noqa: PLC0415
        from saltus_training.session import spark_session  # noqa: PLC0415

        data_format(data)
        steps = Steps(Console(stderr=True))
        session = spark_session(master=master, driver_memory=driver_memory)
        with session as spark, steps.step(f"check {data}"):
            report = check(read_rows(spark, data), declared)
    if as_json:
        typer.echo(json.dumps(report.to_dict(), indent=2, ensure_ascii=False))
    else:
        Console().print(report.table())
    if not report.passed:
        raise typer.Exit(_VIOLATIONS)
