"""A model that may be served."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from saltus_schema import ModelInfo, RequestValidator

from saltus_serving.answer import AnswerForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from saltus_runtime import Bundle, Scorer, Verification
    from saltus_schema import FeatureSchema

_SCORERS_KEPT = 32
_HEADER_SAFE = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) != "%")


class Model:
    """A verified bundle and all that answering needs, worked out once.

    `saltus_serving.load_model` makes it. It never changes, and threads may share it.

    Attributes:
        bundle: The bundle.
        schema: What a request and an answer consist of.
        card: The bundle's model card; empty where it has none.
        verification: How far the bundle has been proven.
        identity: Name, version and digest.
        stamp: The same as every answer tells it.
        headers: The same, and the schema's fingerprint, as headers of an answer.
        validator: Turns requests into rows.
        form: Turns scored rows into answers.
        scorer: Scores the columns of an answer.
        columns: Names of all columns that the pipeline adds.
    """

    def __init__(
        self,
        bundle: Bundle,
        schema: FeatureSchema,
        card: Mapping[str, Any],
        verification: Verification,
    ) -> None:
        self.bundle = bundle
        self.schema = schema
        self.card = card
        self.verification = verification
        self.identity = ModelInfo(
            name=str(card.get("name") or schema.name),
            version=str(card.get("version") or bundle.digest[:12]),
            digest=bundle.digest,
        )
        self.stamp = self.identity.model_dump()
        self.headers = {
            "x-model-version": quote(self.identity.version, safe=_HEADER_SAFE),
            "x-model-digest": bundle.digest,
            "x-schema-fingerprint": schema.semantic_fingerprint,
        }
        self.validator = RequestValidator(schema)
        self.form = AnswerForm(schema)
        self.columns = tuple(column.name for column in bundle.outputs)
        # Clients choose the columns, so the number of scorers has to be bounded. Not a method:
        # in a cycle the model would outlive its service until the garbage collector runs.
        build = partial(_build_scorer, bundle, self.form.columns)
        self._scorer = lru_cache(maxsize=_SCORERS_KEPT)(build)
        self.scorer = self._scorer(())

    def scorer_with(self, outputs: tuple[str, ...]) -> Scorer:
        """Return a scorer for the columns of an answer and for *outputs* besides.

        Raises:
            saltus_runtime.UnknownColumnError: The pipeline adds no such column.
        """
        return self._scorer(tuple(sorted(outputs)))


def _build_scorer(bundle: Bundle, columns: tuple[str, ...], outputs: tuple[str, ...]) -> Scorer:
    return bundle.scorer(list(dict.fromkeys((*columns, *outputs))))
