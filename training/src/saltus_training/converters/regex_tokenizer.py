"""RegexTokenizer: MLeap's `regex_tokenizer`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.columns import Column
from saltus_training.converters.base import Converted, InOut
from saltus_training.converters.policies import null_always_raises
from saltus_training.converters.text import TOKENS, read_text

if TYPE_CHECKING:
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage; the runtime reads the pattern as Java does."""
    in_out, params = InOut.of(stage), stage.params
    column = read_text(in_out, scope)
    attributes = {
        "regex": values.string(params.string("pattern")),
        "match_gaps": values.boolean(params.boolean("gaps")),
        "token_min_length": values.integer(params.integer("minTokenLength")),
        "lowercase_text": values.boolean(params.boolean("toLowercase")),
    }
    node = in_out.node(Model("regex_tokenizer", attributes))
    return Converted(
        nodes=(node,),
        columns=(Column(in_out.outputs[0], TOKENS),),
        findings=tuple(null_always_raises([column], scope)),
    )
