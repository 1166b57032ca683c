"""Parameters of a pipeline by name, as the command line and a search give them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from saltus_training.recipes.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyspark.ml import Pipeline
    from pyspark.ml._typing import PipelineStage


def parse_settings(assignments: Iterable[str]) -> dict[str, Any]:
    """Reads `key=value`; a value that is no Python literal is a string.

    Raises:
        SettingError: There is no `=`, or nothing before it.
    """
    settings: dict[str, Any] = {}
    for assignment in assignments:
        key, equals, value = assignment.partition("=")
        if not (key and equals):
            raise SettingError(assignment, "write it as `key=value`")
        try:
            settings[key] = ast.literal_eval(value)
        except (ValueError, SyntaxError):
            settings[key] = value
    return settings


def apply_settings(pipeline: Pipeline, settings: Mapping[str, Any]) -> set[str]:
    """Sets parameters of a pipeline that is not fitted yet.

    Args:
        pipeline: Its stages are changed.
        settings: `maxDepth` is a parameter of the stage at the end, `Imputer.strategy` one of
            every stage of that class.

    Returns:
        The keys that the pipeline has a parameter for.

    Raises:
        SettingError: The parameter does not take such a value.
    """
    stages: list[Any] = pipeline.getStages()
    applied = set()
    for key, value in settings.items():
        kind, _, name = key.rpartition(".")
        chosen = (
            [stage for stage in stages if type(stage).__name__ == kind] if kind else stages[-1:]
        )
        for stage in chosen:
            if stage.hasParam(name):
                _set(stage, key, name, value)
                applied.add(key)
    return applied


def check_settings(pipelines: Iterable[Pipeline], settings: Mapping[str, Any]) -> None:
    """Tries settings on pipelines that are not needed any more.

    Raises:
        SettingError: No pipeline has such a parameter, or it does not take such a value.
    """
    tried = list(pipelines)
    applied = set().union(*(apply_settings(pipeline, settings) for pipeline in tried))
    for key in settings:
        if key not in applied:
            ends: list[Any] = [pipeline.getStages()[-1] for pipeline in tried]
            known = {param.name for end in ends for param in end.params}
            hint = "or one of an earlier stage, as `Imputer.strategy`"
            raise SettingError(
                key, f"no such parameter; there is {', '.join(sorted(known))}, {hint}"
            )


def _set(stage: PipelineStage, key: str, name: str, value: Any) -> None:
    try:
        stage.set(stage.getParam(name), value)
    except (TypeError, ValueError) as error:
        raise SettingError(key, str(error)) from error
