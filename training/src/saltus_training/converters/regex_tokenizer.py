"""RegexTokenizer: MLeap's `regex_tokenizer`."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import saltus_runtime

from saltus_training.bundle import (
    Archive,
    Model,
    Node,
    bundle_header,
    named,
    render,
    to_json,
    values,
)
from saltus_training.columns import Column
from saltus_training.converters.base import Converted, InOut
from saltus_training.converters.policies import null_always_raises
from saltus_training.converters.text import TOKENS, read_text
from saltus_training.errors import ExportError

if TYPE_CHECKING:
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage


# With it no pattern is refused for what a JDK 8 reads; the saved model does not name its JDK.
_ANY_NEW_JDK = to_json({"java_version": "17"})


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
    _require_readable(node)
    return Converted(
        nodes=(node,),
        columns=(Column(in_out.outputs[0], TOKENS),),
        findings=tuple(null_always_raises([column], scope)),
    )


def _require_readable(node: Node) -> None:
    """Raises ExportError unless the runtime reads the pattern: it knows best, so it is asked."""
    file = io.BytesIO()
    with Archive(file) as archive:
        digest = archive.add_all(render(named(node)))
        archive.add("bundle.json", bundle_header("pattern", digest, timestamp=0))
        archive.add("notes/model_card.json", _ANY_NEW_JDK)
    try:
        saltus_runtime.load(file.getvalue())
    except saltus_runtime.BundleError as error:
        fix = error.hint or "fit the pipeline with another pattern"
        raise ExportError(error.reason, fix=fix, rule="unreadable-pattern") from error
