"""StopWordsRemover: MLeap's `stopwords_remover`, one for each column.

MLeap writes several columns to one node, which its runtime then cannot load; and it has no place
for the locale that lower-cases words and tokens before they are compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.columns import Column
from saltus_training.converters.base import Converted, InOut
from saltus_training.converters.policies import null_always_raises
from saltus_training.converters.text import TOKENS, read_tokens

if TYPE_CHECKING:
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import Params, SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts each column to a node of its own."""
    in_out = InOut.of(stage)
    columns = read_tokens(in_out, scope)
    model = _model(stage.params)
    nodes = in_out.single_nodes([model] * len(columns))
    return Converted(
        nodes=nodes,
        columns=tuple(Column(output, TOKENS) for output in in_out.outputs),
        rewritten="one stopwords_remover for each column" if len(nodes) > 1 else None,
        beyond_mleap=tuple(sorted({"locale"} & set(model.attributes))),
        findings=tuple(null_always_raises(columns, scope)),
    )


def _model(params: Params) -> Model:
    case_sensitive = params.boolean("caseSensitive")
    attributes = {
        "stop_words": values.strings(params.strings("stopWords")),
        "case_sensitive": values.boolean(case_sensitive),
    }
    if not case_sensitive:
        attributes["locale"] = values.string(params.string("locale"))
    return Model("stopwords_remover", attributes)
