"""What pyspark says of its own classes; no JVM starts."""

from __future__ import annotations

import importlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.ml import Transformer

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


def public_transformers() -> dict[str, type[Transformer]]:
    """The classes of pyspark.ml with `transform`, such as `feature.IDFModel`."""
    from pyspark.ml import Transformer  # noqa: PLC0415

    found = {}
    for name in MODULES:
        module = importlib.import_module(f"pyspark.ml.{name}")
        members = (getattr(module, member) for member in getattr(module, "__all__", dir(module)))
        for member in members:
            if isinstance(member, type) and issubclass(member, Transformer):
                found[f"{name}.{member.__name__}"] = member
    return {name: found[name] for name in found.keys() - ABSTRACT}


def params(cls: type) -> dict[str, str]:
    """The parameters of a class with what they are for."""
    from pyspark.ml.param import Param  # noqa: PLC0415

    found = ((name, getattr(cls, name, None)) for name in dir(cls))
    return {name: param.doc for name, param in found if isinstance(param, Param)}


def policies(cls: type) -> set[str]:
    """The values of handleInvalid that the description of the parameter names."""
    described = params(cls).get("handleInvalid", "")
    return set(re.findall(r"\b(error|keep|skip|optimistic)\b['`]? ?\(", described))
