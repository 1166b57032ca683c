"""CountVectorizerModel: MLeap's `count_vectorizer`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.columns import Column
from saltus_training.converters.base import Converted, InOut
from saltus_training.converters.policies import null_always_raises
from saltus_training.converters.text import read_tokens
from saltus_training.errors import ExportError

if TYPE_CHECKING:
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage."""
    in_out, params = InOut.of(stage), stage.params
    columns = read_tokens(in_out, scope)
    vocabulary = _vocabulary(stage)
    attributes = {
        "vocabulary": values.strings(vocabulary),
        "binary": values.boolean(params.boolean("binary")),
        "min_tf": values.double(params.double("minTF")),
    }
    node = in_out.node(Model("count_vectorizer", attributes))
    counts = Column(in_out.outputs[0], f"vector[{len(vocabulary)}]")
    return Converted(
        nodes=(node,), columns=(counts,), findings=tuple(null_always_raises(columns, scope))
    )


def _vocabulary(stage: SavedStage) -> list[str]:
    words: list[str | None] = stage.row()["vocabulary"]
    known = [word for word in words if word is not None]
    if len(known) != len(words):
        raise ExportError(
            "its vocabulary has an entry for null tokens, which a bundle cannot express",
            fix="fit it on tokens without null",
        )
    if len(set(known)) != len(known):
        raise ExportError(
            "its vocabulary has a word twice, at which Spark's vectors are too short",
            fix="make the model from words that differ",
        )
    return known
