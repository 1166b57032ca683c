"""Real data sets and the pipelines that learn from them, by name."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from saltus_training.recipes.errors import UnknownNameError

if TYPE_CHECKING:
    from saltus_training.recipes.recipe import Recipe

__all__ = ["RECIPES", "UnknownNameError", "get_recipe"]

# By module, not by object: listing the names must not need Spark.
RECIPES = {
    "flights_late": "saltus_training.recipes.flights_late",
}


def get_recipe(name: str) -> Recipe:
    """Find a recipe.

    Args:
        name: For example `flights_late`.

    Returns:
        The recipe.

    Raises:
        UnknownNameError: There is none of this name.
    """
    if name not in RECIPES:
        raise UnknownNameError("recipe", name, tuple(RECIPES))
    recipe: Recipe = import_module(RECIPES[name]).RECIPE
    return recipe
