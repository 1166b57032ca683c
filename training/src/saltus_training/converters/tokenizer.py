"""Tokenizer: MLeap's `tokenizer`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model
from saltus_training.columns import Column
from saltus_training.converters.base import Converted, InOut
from saltus_training.converters.policies import null_always_raises
from saltus_training.converters.text import TOKENS, read_text

if TYPE_CHECKING:
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage, which has no parameters of its own."""
    in_out = InOut.of(stage)
    column = read_text(in_out, scope)
    node = in_out.node(Model("tokenizer"))
    return Converted(
        nodes=(node,),
        columns=(Column(in_out.outputs[0], TOKENS),),
        findings=tuple(null_always_raises([column], scope)),
    )
