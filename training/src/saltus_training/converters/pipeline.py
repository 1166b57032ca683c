"""PipelineModel: its stages in order."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from saltus_training import bundle
from saltus_training.converters.base import Converted
from saltus_training.errors import ExportError

if TYPE_CHECKING:
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts every stage; each sees the columns of those before it."""
    if not scope.position and not any(stage.walk()):
        raise ExportError(
            "it has no stages: there is nothing to score",
            fix="export a pipeline that was fitted with some",
        )
    stages = [scope.convert(inner, index) for index, inner in enumerate(stage.stages())]
    nodes = chain.from_iterable(converted.nodes for converted in stages)
    return Converted(nodes=(bundle.pipeline(nodes),))
