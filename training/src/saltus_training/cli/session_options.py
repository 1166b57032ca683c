"""Options for what SQL depends on and a saved model does not hold."""

from __future__ import annotations

from typing import Annotated

import typer

TimeZone = Annotated[
    str | None,
    typer.Option(
        metavar="ZONE",
        help="Spark's session time zone, which SQL follows: UTC, an offset such as +01:00, or a "
        "region such as Europe/Berlin.",
    ),
]
Ansi = Annotated[
    bool | None,
    typer.Option(
        "--ansi/--no-ansi",
        help="Whether Spark's ANSI rules hold in SQL.",
        show_default="as by default in the Spark that saved it, or as in the one given --rows",
    ),
]
