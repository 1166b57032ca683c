"""Recipes by name."""

from __future__ import annotations

import subprocess
import sys

import pytest
from saltus_training.recipes import RECIPES, UnknownNameError, get_recipe


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
