"""What changes from one bundle to another."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from saltus_serving.cli.diff import diff
from saltus_serving.comparison import BundleComparison, Side
from saltus_serving.store import MissingError
from saltus_testing import flights
from saltus_testing.rollouts import ANSWER_AT_ZERO, breaking, shifted, variant

if TYPE_CHECKING:
    from pathlib import Path

    from saltus_serving.store import Store


def compared(store: Store, old: bytes, new: bytes) -> BundleComparison:
    model = store.model("flights")
    digests = [model.push(content)[0] for content in (old, new)]
    return BundleComparison.of(*[Side.find(digest, store, None) for digest in digests])


def test_a_bundle_is_like_itself(store: Store) -> None:
    found = compared(store, variant(0), variant(0))

    assert found.identical
    assert 0 == found.predictions.different


def test_a_changed_parameter_is_named_and_so_are_the_predictions(store: Store) -> None:
    found = compared(store, variant(0), variant(32))

    assert [("classifier.node.intercept.double", "-5.0", "-4.5")] == [
        (each.where, each.old, each.new) for each in found.parameters
    ]
    assert found.predictions.rows == found.predictions.different == 10
    assert found.predictions.largest > 0.1
    assert ANSWER_AT_ZERO == found.predictions.examples[0].old["probability"]["late"]


def test_a_new_category_and_another_metric_are_named(store: Store) -> None:
    members = shifted(0)
    path = "root/indexer.node/model.json"
    model = json.loads(members[path])
    model["attributes"]["labels_array_0"] = flights.strings([*flights.CARRIERS, "B6"])
    card = json.loads(members["notes/model_card.json"])
    card["metrics"]["accuracy"] = 0.9
    changed = {
        **flights.without(members, "notes/golden_rows.json"),
        path: flights.encode(model),
        "notes/model_card.json": flights.encode(card),
    }

    found = compared(store, flights.zipped(shifted(0)), flights.zipped(changed))

    assert any("B6" in each.new for each in found.parameters)
    assert [("accuracy", "0.8", "0.9")] == [(e.where, e.old, e.new) for e in found.metrics]


def test_a_schema_that_breaks_somebody_is_told(store: Store) -> None:
    found = compared(store, variant(0), breaking())

    assert (False, True) == (found.client_safe, found.output_safe)
    assert any("dep_hour" in reason for reason in found.schema_reasons)


def test_files_and_versions_may_be_compared(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "new.zip"
    file.write_bytes(variant(1))
    store.model("flights").push(variant(0))

    diff("v0", str(file), store=tmp_path / "store")

    out = capsys.readouterr().out
    assert "intercept" in out
    assert "10 golden rows: 10 predictions differ" in out


def test_what_is_neither_a_file_nor_a_version_is_said(store: Store) -> None:
    store.model("flights").push(variant(0))

    with pytest.raises(MissingError, match="nope"):
        Side.find("nope", store, None)
