"""Writes a plan down as a recipe that can be read, changed and run."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from pprint import pformat
from string import Template
from typing import TYPE_CHECKING, Any

from saltus_training.fit.estimators import ESTIMATORS, JUDGEMENTS

if TYPE_CHECKING:
    from saltus_training.fit.plan import Plan

_MODULES = {
    "binary_classification": "classification",
    "multiclass_classification": "classification",
    "regression": "regression",
}
_ENCODE_MANY = """\
    if MANY:
        indices = [f"{name}_index" for name in MANY]
        encoded = [f"{name}_encoded" for name in MANY]
        means = [f"{name}_mean" for name in MANY]
        stages.append(
            TargetEncoder(
                inputCols=indices,
                outputCols=encoded,
                labelCol=TARGET,
                targetType=%s,
                handleInvalid="keep",
                smoothing=20.0,
            )
        )
        # The encoder declares its means to be categories; what the imputer passes on are numbers.
        stages.append(Imputer(inputCols=encoded, outputCols=means))
        parts += means
"""


def write_recipe(plan: Plan, name: str) -> str:
    """Returns the Python text of a recipe.

    Args:
        plan: What is made of each column.
        name: Of the model.
    """
    template = Template(
        files("saltus_training.fit").joinpath("recipe.py.template").read_text(encoding="utf-8")
    )
    return template.substitute(_common(plan, name) | _by_task(plan))


def _common(plan: Plan, name: str) -> dict[str, Any]:
    inputs = [*plan.numbers, *plan.categories, *plan.many]
    lines = [f"#   {each}: {reason}" for each, reason in plan.left_out.items()]
    return {
        "source": Path(plan.source).name,
        "data": repr(str(Path(plan.source).resolve())),
        "label": plan.label,
        "label_literal": repr(plan.label),
        "numbers": _listed(plan.numbers),
        "categories": _listed(plan.categories),
        "many": _listed(plan.many),
        "gaps": _listed([each for each in inputs if each in plan.gaps]),
        "left_out": "\n".join(["# Left out:", *lines, ""]) if lines else "",
        "name": repr(re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:64] or "model"),
        "name_identifier": repr(re.sub(r"\W+", "_", name).strip("_") or "model"),
        "title": repr(f"What is `{plan.label}`?"),
        "task": repr(plan.task),
    }


def _by_task(plan: Plan) -> dict[str, Any]:
    estimators, judgement = ESTIMATORS[plan.task], JUDGEMENTS[plan.task]
    classes = sorted(each.call.partition("(")[0] for each in estimators)
    regression = plan.task == "regression"
    stages = ["Imputer", "OneHotEncoder", "StringIndexer", "VectorAssembler"]
    target = "continuous" if regression else "binary"
    return {
        "estimator_import": f"from pyspark.ml.{_MODULES[plan.task]} import {', '.join(classes)}",
        "features_import": ", ".join(sorted([*stages, *(["TargetEncoder"] if plan.many else [])])),
        "encode_many": _ENCODE_MANY % repr(target) if plan.many else "",
        "labels_line": "" if regression else f"LABELS = {list(plan.labels)!r}\n",
        "label_type": "T.DoubleType()" if regression else f"T.{plan.label_type}",
        "target": 'F.col(f"`{LABEL}`")'
        if regression
        else '(F.array_position(F.array(*map(F.lit, LABELS)), F.col(f"`{LABEL}`")'
        '.cast("string")) - 1).cast("double")',
        "outputs": _outputs(plan),
        "pipelines": "\n\n".join(
            f"def {each.name}():\n"
            f'    """{each.title}."""\n'
            f"    return Pipeline(stages=[*features(), {each.call}, labelCol=TARGET)])\n"
            for each in estimators
        ),
        "pipeline_names": ", ".join(f'"{each.name}": {each.name}' for each in estimators),
        "grids": "\n".join(
            f'            "{each.name}": {list(each.grid)!r},' for each in estimators
        ),
        "evaluate": judgement.evaluate,
        "figure": repr(judgement.figure),
        "score": judgement.score,
        "larger": judgement.larger,
    }


def _outputs(plan: Plan) -> str:
    if plan.task == "regression":
        return '        Output(name="prediction", type="double", role="prediction"),'
    size = len(plan.labels)
    return (
        '        Output(name="prediction", type="double", role="prediction", labels=LABELS),\n'
        f'        Output(name="probability", type="vector[{size}]", role="probability", '
        "labels=LABELS),"
    )


def _listed(names: Any) -> str:
    return pformat(list(names), width=96, compact=True)
