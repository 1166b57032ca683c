"""The page on Spark's stages leaves no class out, and each has a recorded model."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from saltus_testing.spark_classes import MODULES, public_transformers

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/spark-stages.md").read_text(encoding="utf-8")
SCRIPT: dict[str, Any] = runpy.run_path(str(ROOT / "scripts/spark_stages.py"))
LISTED = set(re.findall(r"^\| `(\w+\.\w+)` \|", PAGE, re.MULTILINE))
# What pyspark.ml has beside stages: no class of theirs is fitted or transforms.
OTHER_MODULES = {
    *("base", "common", "connect", "deepspeed", "dl_util", "evaluation", "functions", "image"),
    *("linalg", "model_cache", "param", "remote", "stat", "torch", "tree", "util", "wrapper"),
}
# Estimators whose hints name no model of their own.
FITTED = {
    "clustering.LDA": {"DistributedLDAModel", "LocalLDAModel"},
    "feature.QuantileDiscretizer": {"Bucketizer"},
}


def members(module: str) -> list[type]:
    """The classes that a module of pyspark.ml makes public."""
    found = importlib.import_module(f"pyspark.ml.{module}")
    names = getattr(found, "__all__", dir(found))
    return [value for value in map(found.__dict__.get, names) if isinstance(value, type)]


def fits(estimator: type) -> set[str]:
    """The models that an estimator says it makes."""
    for name in ("_create_model", "_fit"):
        method = getattr(estimator, name, None)
        hint = None if method is None else inspect.signature(method).return_annotation
        if found := set(re.findall(r"\w*Model\b", str(hint))) - {"JavaModel", "Model"}:
            return found
    return set()


def estimators() -> dict[str, set[str]]:
    """The estimators of pyspark.ml with the models they make."""
    from pyspark.ml import Estimator  # noqa: PLC0415 - no JVM starts

    found = {
        f"{module}.{cls.__name__}": fits(cls)
        for module in MODULES
        for cls in members(module)
        if issubclass(cls, Estimator) and not inspect.isabstract(cls)
    }
    return {**found, **FITTED}


def test_every_module_of_pyspark_is_looked_at() -> None:
    import pyspark.ml  # noqa: PLC0415

    modules = {module.name for module in pkgutil.iter_modules(pyspark.ml.__path__)} - {"tests"}
    assert set() == modules - set(MODULES) - OTHER_MODULES


def test_every_class_that_transforms_is_on_the_page() -> None:
    assert set() == public_transformers().keys() - LISTED


def test_what_every_estimator_makes_is_on_the_page() -> None:
    makers = estimators()
    assert [] == sorted(name for name, models in makers.items() if not models)
    models = {f"{name.split('.')[0]}.{model}" for name, made in makers.items() for model in made}
    assert set() == models - LISTED


def test_every_class_that_makes_no_model_is_on_the_page() -> None:
    """Such as PrefixSpan, whose result is a table."""
    from pyspark.ml import Estimator, Transformer  # noqa: PLC0415
    from pyspark.ml.param import Params  # noqa: PLC0415

    modules = sorted(set(MODULES) - {"pipeline", "tuning"})
    classes = [(module, cls) for module in modules for cls in members(module)]
    neither = {
        f"{module}.{cls.__name__}"
        for module, cls in classes
        if issubclass(cls, Params) and not issubclass(cls, Estimator | Transformer)
    }
    assert {"clustering.PowerIterationClustering", "fpm.PrefixSpan"} <= neither
    assert set() == neither - LISTED


@pytest.mark.parametrize(
    "row", re.findall(r"^\| `\w+\.\w+` \|.*$", PAGE.split("## ")[0], re.MULTILINE)
)
def test_every_class_has_a_recorded_model(row: str) -> None:
    assert re.search(r"\w+ \(\d+\) \|$", row), row


def test_the_page_is_what_the_recorded_models_become() -> None:
    """`make docs` writes it."""
    assert SCRIPT["render"]() == PAGE
