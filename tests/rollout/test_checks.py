"""What a bundle has to pass, and what that must not cost those who are answered meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from saltus_serving.rollout.checks import Policy, Preparation, Slot
from saltus_testing.bad_bundles import seldom_a_number
from saltus_testing.rollouts import breaking, variant

if TYPE_CHECKING:
    from saltus_serving.store import ModelStore


def prepared(model: ModelStore, content: bytes) -> Slot:
    return Preparation(model, model.push(content)[0], Policy()).run()


def test_a_bundle_that_gives_no_number_for_an_ordinary_row_is_refused(model: ModelStore) -> None:
    slot = prepared(model, seldom_a_number("typical"))

    assert ("warm_up", "probability") == (slot.report.failed_check, slot.report.details["column"])
    assert "UA" == slot.report.details["row"]["carrier"]


def test_one_that_gives_none_for_an_extreme_row_as_spark_does_is_served(model: ModelStore) -> None:
    assert "ready" == prepared(model, seldom_a_number("extreme")).report.state


def test_golden_rows_are_not_decoded_beside_requests(
    model: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The interpreter would be held for milliseconds, by one call that cannot be interrupted."""
    monkeypatch.setattr("saltus_serving.rollout.checks.decode_json", lambda _: pytest.fail("read"))

    assert "ready" == prepared(model, variant(0)).report.state


def test_bundles_of_one_schema_share_it_and_its_validator(model: ModelStore) -> None:
    first, second, other = (
        prepared(model, each).model for each in (*map(variant, (0, 1)), breaking())
    )

    assert None not in (first, second, other)
    assert first.schema is second.schema is not other.schema
    assert first.validator.model is second.validator.model is not other.validator.model
