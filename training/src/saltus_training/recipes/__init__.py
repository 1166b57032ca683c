"""Real data sets and the pipelines that learn from them, by name, and recipes in files."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from saltus_training.recipes.errors import UnknownNameError

if TYPE_CHECKING:
    from saltus_training.recipes.recipe import Recipe

__all__ = ["RECIPES", "UnknownNameError", "get_recipe"]

# By module, not by object: listing the names must not need Spark.
RECIPES = {
    "flights_late": "saltus_training.recipes.flights_late",
    "ames_prices": "saltus_training.recipes.ames_prices",
    "customer_segments": "saltus_training.recipes.customer_segments",
    "movielens": "saltus_training.recipes.movielens",
    "reviews": "saltus_training.recipes.reviews",
}


def get_recipe(name: str) -> Recipe:
    """Find a recipe.

    Args:
        name: One of the names here, for example `flights_late` (or `flights-late`), or the path
            of a Python file that defines `RECIPE`.

    Returns:
        The recipe.

    Raises:
        UnknownNameError: There is none of this name.
        RecipeError: The file is not there, fails, or defines no recipe.
    """
    if name.endswith(".py") or os.sep in name:
        from saltus_training.recipes.file import read_recipe  # noqa: PLC0415 - needs Spark

        return read_recipe(Path(name))
    known = name.replace("-", "_")
    if known not in RECIPES:
        raise UnknownNameError("recipe", name, tuple(RECIPES))
    recipe: Recipe = import_module(RECIPES[known]).RECIPE
    return recipe
