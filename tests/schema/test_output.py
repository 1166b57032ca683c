"""Outputs: roles and labels."""

from __future__ import annotations

from typing import Any

import pytest
from saltus_schema import Output, SchemaError


@pytest.mark.parametrize(
    ("declaration", "message"),
    [
        (
            {"type": "vector[2]", "role": "probability", "labels": ["a"]},
            '"p": 1 label for a vector[2]; give exactly 2 labels',
        ),
        ({"type": "double", "role": "probability"}, '"p": a probability is a vector, not double'),
        ({"type": "vector", "role": "probability"}, '"p": a probability of unknown size has no'),
        (
            {"type": "vector[10001]", "role": "probability"},
            '"p": a probability of 10001 classes without names; give labels',
        ),
        ({"type": "double", "role": "raw_prediction"}, '"p": a raw_prediction is a vector'),
        ({"type": "double", "labels": ["a", "b"]}, '"p": role "other" has no labels'),
        ({"type": "double", "role": "prediction", "labels": []}, '"p": labels is empty'),
        ({"type": "double", "role": "prediction", "labels": ["a", "a"]}, '"p": label "a" occurs'),
        ({"type": "double", "role": "prediction", "labels": "ab"}, '"p": labels must be a list'),
        ({"type": "double", "role": "prediction", "labels": [1]}, '"p": labels.0: '),
        ({"type": "double", "role": "score"}, '"p": role: '),
    ],
)
def test_a_contradiction_is_named(declaration: dict[str, Any], message: str) -> None:
    with pytest.raises(SchemaError) as caught:
        Output(name="p", **declaration)

    assert str(caught.value).startswith(message)


def test_only_what_is_said_is_written() -> None:
    output = Output(name="p", type="double")

    assert {"name": "p", "type": "double", "role": "other"} == output.to_dict()
