"""`saltus-train list`."""

from __future__ import annotations

import typer

from saltus_training.cli.errors import short_errors
from saltus_training.recipes import RECIPES, get_recipe


def list_recipes() -> None:
    """List the recipes and their pipelines."""
    with short_errors():
        for recipe in map(get_recipe, RECIPES):
            typer.echo(f"{recipe.name}: {recipe.title} ({', '.join(recipe.pipelines)})")
