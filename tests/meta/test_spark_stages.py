"""The page on Spark's stages leaves no class out, and each has a recorded model."""

from __future__ import annotations

import importlib
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/spark-stages.md").read_text(encoding="utf-8")
SCRIPT: dict[str, Any] = runpy.run_path(str(ROOT / "scripts/spark_stages.py"))
MODULES = (
    "classification",
    "clustering",
    "feature",
    "fpm",
    "pipeline",
    "recommendation",
    "regression",
    "tuning",
)
ABSTRACT = {"clustering.LDAModel", "pipeline.Model", "pipeline.Transformer"}


def public_transformers() -> set[str]:
    """The classes of pyspark.ml with `transform`, such as `feature.IDFModel`."""
    from pyspark.ml import Transformer  # noqa: PLC0415 - no JVM starts

    found = set()
    for name in MODULES:
        module = importlib.import_module(f"pyspark.ml.{name}")
        members = (getattr(module, member) for member in getattr(module, "__all__", dir(module)))
        found |= {
            f"{name}.{member.__name__}"
            for member in members
            if isinstance(member, type) and issubclass(member, Transformer)
        }
    return found - ABSTRACT


def test_every_public_class_is_on_the_page() -> None:
    listed = set(re.findall(r"^\| `(\w+\.\w+)` \|", PAGE, re.MULTILINE))

    assert set() == public_transformers() - listed


@pytest.mark.parametrize(
    "row", re.findall(r"^\| `\w+\.\w+` \|.*$", PAGE.split("## ")[0], re.MULTILINE)
)
def test_every_class_has_a_recorded_model(row: str) -> None:
    assert re.search(r"\w+ \(\d+\) \|$", row), row


def test_the_page_is_what_the_recorded_models_become() -> None:
    """`make docs` writes it."""
    assert SCRIPT["render"]() == PAGE
