"""Bundles written by MLeap's own exporter for scikit-learn, which is older than scikit-learn is.

The exporter hangs methods on scikit-learn's classes as its modules are imported. What it calls and
scikit-learn, or pandas, has renamed since is given back here, and nothing else.
"""

from __future__ import annotations

import copy
import importlib
from typing import TYPE_CHECKING, Any

import saltus_runtime as sr
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, PolynomialFeatures

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

EXPORTERS = (
    "base",
    "logistic",
    "pipeline",
    "feature_union",
    "preprocessing.data",
    "extensions.data",
    "tree.tree",
    "ensemble.forest",
    "feature_extraction.text",
    "decomposition.pca",
    "svm",
)


def import_exporters() -> None:
    """Give scikit-learn's classes the methods `mlinit` and `serialize_to_bundle`."""
    for name in EXPORTERS:
        importlib.import_module(f"mleap.sklearn.{name}")


def give_back_old_names(patch: pytest.MonkeyPatch) -> None:
    """Restore what left scikit-learn in 1.2 and 0.24."""
    patch.setattr(PolynomialFeatures, "get_feature_names", feature_names, raising=False)
    patch.setattr(OneHotEncoder, "n_values_", property(category_counts), raising=False)


def feature_names(features: PolynomialFeatures) -> list[str]:
    """Return names made of `x0`, `x1`, …, whatever the columns of the frame are called."""
    anonymous = copy.copy(features)
    vars(anonymous).pop("feature_names_in_", None)
    names: list[str] = anonymous.get_feature_names_out().tolist()
    return names


def category_counts(encoder: OneHotEncoder) -> list[int]:
    return [len(categories) for categories in encoder.categories_]


def pipeline(*steps: Any) -> Pipeline:
    """Return a pipeline that can be exported; MLeap names its steps."""
    made = Pipeline([(step.name, step) for step in steps])
    made.mlinit()
    return made


def export(fitted: Any, folder: Path) -> sr.Bundle:
    """Let MLeap write a bundle, and load it; the runtime finds out what the inputs are."""
    arguments = {"init": True} if isinstance(fitted, Pipeline) else {}
    fitted.serialize_to_bundle(str(folder), "model", **arguments)
    return sr.load(folder / "model.zip")
