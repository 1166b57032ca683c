"""`saltus-train schema`: one file for each of its commands, and the list that names them."""

from __future__ import annotations

import typer

from saltus_training.cli.schema.check import check_data
from saltus_training.cli.schema.diff import diff_schemas
from saltus_training.cli.schema.infer import infer_schema
from saltus_training.cli.schema.show import show_schema

app = typer.Typer(help="Infer, check, compare and show feature schemas.", no_args_is_help=True)
app.command("check")(check_data)
app.command("diff")(diff_schemas)
app.command("infer")(infer_schema)
app.command("show")(show_schema)
