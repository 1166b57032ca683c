"""Word2VecModel: MLeap's `word_to_vector`."""

from __future__ import annotations

from itertools import chain
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
    """Converts the stage; the order of the words has no meaning, so that of the files is kept."""
    in_out, size = InOut.of(stage), stage.params.integer("vectorSize")
    columns = read_tokens(in_out, scope)
    vectors = _vectors(stage, size)
    attributes = {
        "words": values.strings(vectors),
        "indices": values.longs(range(len(vectors))),
        "word_vectors": values.doubles(chain.from_iterable(vectors.values())),
    }
    node = in_out.node(Model("word_to_vector", attributes))
    return Converted(
        nodes=(node,),
        columns=(Column(in_out.outputs[0], f"vector[{size}]"),),
        findings=tuple(null_always_raises(columns, scope)),
    )


def _vectors(stage: SavedStage, size: int) -> dict[str, list[float]]:
    vectors: dict[str, list[float]] = {row["word"]: row["vector"] for row in stage.rows()}
    if any(len(vector) != size for vector in vectors.values()):
        raise ExportError(
            f"its words have vectors of other sizes than its vectorSize, {size}",
            fix="save the fitted model again",
        )
    return vectors
