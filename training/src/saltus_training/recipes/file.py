"""A recipe in a file of the user's own."""

from __future__ import annotations

import sys
import traceback
from importlib.util import module_from_spec, spec_from_file_location
from typing import TYPE_CHECKING

from saltus_training.errors import TrainingError
from saltus_training.recipes.errors import RecipeError
from saltus_training.recipes.recipe import Recipe

if TYPE_CHECKING:
    from pathlib import Path

_MODULE = "saltus_recipe"


def read_recipe(path: Path) -> Recipe:
    """Runs a Python file and takes its `RECIPE`.

    Modules that lie beside the file can be imported by it, as with any script.

    Args:
        path: The file.

    Raises:
        RecipeError: The file is not there, fails, or defines no recipe.
    """
    if not path.is_file():
        raise RecipeError(path, "there is no such file")
    spec = spec_from_file_location(_MODULE, path)
    if spec is None or spec.loader is None:
        raise RecipeError(path, "its name has to end with `.py`")
    module = module_from_spec(spec)
    # Dataclasses and pickles look their module up by name.
    sys.modules[_MODULE] = module
    sys.path.insert(0, str(path.resolve().parent))
    try:
        spec.loader.exec_module(module)
    except TrainingError:
        raise
    except Exception as error:
        raise RecipeError(path, _where(error, path)) from error
    finally:
        sys.path.pop(0)
    recipe = getattr(module, "RECIPE", None)
    if not isinstance(recipe, Recipe):
        found = "has none" if recipe is None else f"has a {type(recipe).__name__}"
        raise RecipeError(path, f"it needs a `RECIPE = Recipe(...)` and {found}")
    return recipe


def _where(error: Exception, path: Path) -> str:
    said = f"{type(error).__name__}: {error}"
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == str(path)
    ]
    return f"line {lines[-1]}: {said}" if lines else said
