"""`saltus-train doctor`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from saltus_training.cli.errors import short_errors
from saltus_training.cli.findings import count_findings, finding_lines
from saltus_training.cli.session_options import Ansi, TimeZone
from saltus_training.doctor import diagnose
from saltus_training.schema_file import read_schema
from saltus_training.sql import Session

_CANNOT_BE_EXPORTED = 1


def examine_model(
    saved_model: Annotated[
        str, typer.Argument(metavar="SAVED_MODEL", help="What `model.save` wrote: folder or URI.")
    ],
    *,
    schema: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The inputs: a feature schema or Spark's StructType."),
    ] = None,
    time_zone: TimeZone = None,
    ansi: Ansi = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say what hinders the export of a saved model, or will surprise when it scores.

    Exit code 0: it can be exported, warnings aside; 1: it cannot; 2: wrong command line.
    """
    with short_errors():
        given = None if schema is None else read_schema(schema)
        diagnosis = diagnose(saved_model, given, session=Session(ansi, time_zone))
    if as_json:
        typer.echo(json.dumps(diagnosis.to_dict(), indent=2))
    else:
        for line in finding_lines(diagnosis.findings):
            typer.echo(line)
        verdict = "it can be exported" if diagnosis.exportable else "it cannot be exported"
        stages = len(diagnosis.stages)
        found = count_findings(diagnosis.findings)
        typer.echo(f"{saved_model}: {stages} stage{'s'[: stages != 1]}, {found}: {verdict}")
    if not diagnosis.exportable:
        raise typer.Exit(_CANNOT_BE_EXPORTED)
