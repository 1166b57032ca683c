"""Golden rows over HTTP: the service must say what Spark said."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import saltus_runtime as sr
from saltus_schema import FeatureSchema, RequestValidator, RowError

if TYPE_CHECKING:
    from pathlib import Path

    from saltus_testing.client import AppClient

Json = dict[str, Any]

LAST_BITS = 1e-12


def assert_equal(expected: Json, row: Json, answer: Json) -> None:
    """Same prediction; probabilities that differ in their last bits at most."""
    numbers = [abs(value) for value in row.values() if isinstance(value, int | float)]
    scale = max(1.0, *numbers)
    probability = expected["probability"]
    spark = probability["values"] if isinstance(probability, dict) else probability
    assert expected["prediction"] == answer["prediction"]
    for a, b in zip(spark, answer["probability"].values(), strict=True):
        assert abs(a - b) <= LAST_BITS * max(abs(a), abs(b)) + LAST_BITS * scale


def replay_over_http(bundle: Path, client: AppClient) -> Counter[str]:
    """Post every golden row of the bundle, and return how many had which outcome.

    Where the schema admits the row, the answer is Spark's, or 422 `score_error` where Spark
    raised; else it is 422 with an entry for each field that the schema refuses.
    """
    loaded = sr.load(bundle)
    schema = FeatureSchema.from_json(loaded.note("feature_schema.json") or b"")
    validator = RequestValidator(schema)
    outcomes: Counter[str] = Counter()
    for golden in json.loads(loaded.note("golden_rows.json") or b"")["rows"]:
        row = golden["input"]
        response = client.post("/predict", json=row)
        try:
            validator.validate_python(row)
        except RowError as refusal:
            outcomes["refused"] += 1
            assert response.status_code == 422
            expected = {violation.field for violation in refusal.violations}
            assert expected == {error["field"] for error in response.json()["errors"]}
            continue
        if golden.get("output") is None:
            outcomes["raised"] += 1
            assert response.status_code == 422
            assert {"score_error"} == {error["code"] for error in response.json()["errors"]}
        else:
            outcomes["equal"] += 1
            assert response.status_code == 200, response.text
            assert_equal(golden["output"], row, response.json())
    return outcomes
