"""From the columns of a scored row to what a client reads."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from saltus_serving.errors import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from saltus_schema import FeatureSchema


class AnswerForm:
    """What the answers of one model consist of, worked out once from its schema.

    A model has a prediction and perhaps class labels and a probability. One that has no
    prediction answers with all of its output columns instead.

    Attributes:
        columns: The columns to score for an answer.
        outputs: Those of them that an answer lists under `outputs`.
    """

    def __init__(self, schema: FeatureSchema) -> None:
        by_role = {output.role: output for output in schema.outputs}
        prediction = by_role.get("prediction")
        probability = by_role.get("probability")
        self._prediction = None if prediction is None else prediction.name
        self._probability = None if probability is None else probability.name
        self._labels = schema.labels or ()
        self._classes = schema.class_names if probability else ()
        self.outputs = () if prediction else tuple(output.name for output in schema.outputs)
        named = (self._prediction, self._probability, *self.outputs)
        self.columns = tuple(dict.fromkeys(name for name in named if name is not None))

    def answer(self, scores: Mapping[str, Any]) -> dict[str, Any]:
        """Return prediction, label and probability, as far as the model has them."""
        answer: dict[str, Any] = {}
        if self._prediction is not None:
            value = answer["prediction"] = scores[self._prediction]
            if self._labels:
                answer["label"] = self._label(value)
        if self._probability is not None:
            vector = scores[self._probability]
            answer["probability"] = dict(zip(self._classes, vector, strict=True))
        return answer

    def _label(self, prediction: object) -> str | None:
        if not isinstance(prediction, float | int) or not isfinite(prediction):
            return None
        index = int(prediction)
        return self._labels[index] if 0 <= index < len(self._labels) else None


def not_finite(scores: Mapping[str, Any]) -> list[Finding]:
    """Return a warning for each of *scores* that JSON cannot hold; the answer has null for it."""
    return [
        Finding(column, "not_finite", "is not a finite number, so it is null in the answer")
        for column, value in scores.items()
        if not _finite(value)
    ]


def encode(answer: Mapping[str, Any]) -> bytes:
    """Return *answer* as JSON: round-trip digits, null for what is not a finite number."""
    return to_json(answer, inf_nan_mode="null")


def _finite(value: object) -> bool:
    if isinstance(value, float):
        return isfinite(value)
    return all(map(_finite, value)) if isinstance(value, list) else True
