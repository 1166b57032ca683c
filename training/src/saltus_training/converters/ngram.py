"""NGram: MLeap's `ngram`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.columns import Column
from saltus_training.converters.base import Converted, InOut
from saltus_training.converters.policies import null_always_raises
from saltus_training.converters.text import TOKENS, read_tokens

if TYPE_CHECKING:
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage."""
    in_out = InOut.of(stage)
    columns = read_tokens(in_out, scope)
    attributes = {"n": values.long(stage.params.integer("n"))}
    node = in_out.node(Model("ngram", attributes))
    return Converted(
        nodes=(node,),
        columns=(Column(in_out.outputs[0], TOKENS),),
        findings=tuple(null_always_raises(columns, scope)),
    )
