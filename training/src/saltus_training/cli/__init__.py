"""The command `saltus-train`: one file for each of its commands, and the list that names them."""

from __future__ import annotations

import typer

from saltus_training.cli.batch import score_files
from saltus_training.cli.doctor import examine_model
from saltus_training.cli.export import export_model
from saltus_training.cli.fit import fit_file, init_recipe
from saltus_training.cli.list import list_recipes
from saltus_training.cli.report import report_bundle
from saltus_training.cli.run import run_recipe
from saltus_training.cli.schema import app as schema_app
from saltus_training.cli.stream import score_stream

app = typer.Typer(
    help="Train with Spark, serve without it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("batch")(score_files)
app.command("doctor")(examine_model)
app.command("export")(export_model)
app.command("fit")(fit_file)
app.command("init")(init_recipe)
app.command("list")(list_recipes)
app.command("report")(report_bundle)
app.command("run")(run_recipe)
app.command("stream")(score_stream)
app.add_typer(schema_app, name="schema")


def main() -> None:
    """Run the command line."""
    app(prog_name="saltus-train")
