"""Recipes by name."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from saltus_training.recipes import RECIPES, UnknownNameError, get_recipe
from saltus_training.recipes.errors import RecipeError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_is_found_by_its_name(name: str) -> None:
    recipe = get_recipe(name)

    assert name == recipe.name
    assert recipe.pipelines
    assert recipe.schema.outputs
    assert 0 < recipe.default_sample <= 1


def test_an_unknown_recipe_is_told_what_there_is() -> None:
    with pytest.raises(UnknownNameError, match="no recipe `trains`; there is `flights_late`"):
        get_recipe("trains")


def test_the_names_do_not_need_spark() -> None:
    code = "import sys, saltus_training.cli; print('pyspark' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "False\n" == done.stdout


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x = 1\n", r"it needs a `RECIPE = Recipe\(...\)` and has none"),
        ("RECIPE = 1\n", "has a int"),
        ("\nimport nothing_of_this_name\n", "line 2: ModuleNotFoundError: No module named"),
        ("RECIPE = (\n", "SyntaxError"),
    ],
)
def test_a_file_that_is_no_recipe_is_told_why(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "mine.py"
    path.write_text(text)

    with pytest.raises(RecipeError, match=reason):
        get_recipe(str(path))


def test_a_recipe_file_that_is_not_there_is_named() -> None:
    with pytest.raises(RecipeError, match="there is no such file"):
        get_recipe("missing/mine.py")
