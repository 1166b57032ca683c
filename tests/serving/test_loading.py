"""A bundle is checked in full before it serves, and refused in one line that says what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from saltus_serving import BundleRefusedError, GoldenRowError, load_model
from saltus_testing import flights as bundles
from structlog.testing import capture_logs

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import LoadMembers


def test_a_whole_bundle_is_loaded_and_its_golden_rows_are_replayed(load: LoadMembers) -> None:
    model = load(bundles.with_manifest(bundles.flights()))

    assert ("golden", 5) == (model.verification.status, model.verification.rows)
    assert ("flights-late", "2026.11") == (model.identity.name, model.identity.version)


def test_a_bundle_may_be_a_folder(tmp_path: Path) -> None:
    for path, content in bundles.flights().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)

    assert "golden" == load_model(tmp_path).verification.status


def test_a_bundle_without_golden_rows_serves_with_a_warning(load: LoadMembers) -> None:
    with capture_logs() as logs:
        model = load(bundles.without(bundles.flights(), "notes/golden_rows.json"))

    assert "none" == model.verification.status
    assert ["warning"] == [entry["log_level"] for entry in logs]


def test_a_bundle_without_golden_rows_is_refused_where_they_are_required(load: LoadMembers) -> None:
    members = bundles.without(bundles.flights(), "notes/golden_rows.json")

    with pytest.raises(BundleRefusedError, match="no golden rows") as caught:
        load(members, require_golden=True)

    assert "notes/golden_rows.json" == caught.value.member


def test_a_golden_row_that_differs_names_stage_column_row_and_both_values(
    load: LoadMembers,
) -> None:
    golden = bundles.golden_rows()
    golden["rows"][1]["output"]["probability"]["values"][1] = 0.7

    with pytest.raises(GoldenRowError) as caught:
        load(bundles.flights(golden=golden))

    error = caught.value
    assert ("classifier", "probability", 1) == (error.stage, error.column, error.row)
    assert "0.7" in str(error.expected)
    assert "0.6224593312018546" in str(error.actual)
    for fact in ("model.zip", "classifier", "probability", "row 1", "0.7", "0.6224593312018546"):
        assert fact in str(error)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BundleRefusedError) as caught:
        load_model(tmp_path / "none.zip")

    assert str(tmp_path / "none.zip") == caught.value.file


@pytest.mark.parametrize("kept", [0, 1, 100, 700])
def test_a_truncated_zip_is_refused(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "half.zip"
    path.write_bytes(bundles.zipped(bundles.flights())[:kept])

    with pytest.raises(BundleRefusedError, match=r"half\.zip"):
        load_model(path)


def test_a_member_changed_after_the_export_is_refused_by_name(load: LoadMembers) -> None:
    members = bundles.with_manifest(bundles.flights())
    member = "root/classifier.node/model.json"
    members[member] = members[member].replace(b"0.25", b"0.26")

    with pytest.raises(BundleRefusedError) as caught:
        load(members)

    assert member == caught.value.member


@pytest.mark.parametrize(
    ("member", "content"),
    [
        ("notes/feature_schema.json", b"{"),
        ("notes/feature_schema.json", b"[]"),
        (
            "notes/feature_schema.json",
            bundles.encode(bundles.feature_schema() | {"saltus_schema": 9}),
        ),
        ("notes/golden_rows.json", b"{"),
        ("notes/golden_rows.json", b"[]"),
        ("notes/model_card.json", b"[]"),
        ("notes/model_card.json", b'{"metrics": {"auc": NaN}}'),
        ("bundle.json", b"{}"),
        ("root/model.json", b"null"),
    ],
)
def test_a_broken_member_is_named(load: LoadMembers, member: str, content: bytes) -> None:
    with pytest.raises(BundleRefusedError) as caught:
        load(bundles.flights() | {member: content})

    assert member == caught.value.member


def test_an_output_that_the_pipeline_does_not_add_is_refused(load: LoadMembers) -> None:
    schema = bundles.feature_schema()
    schema["outputs"].append({"name": "score", "type": "double", "role": "other"})

    with pytest.raises(BundleRefusedError, match="`score`"):
        load(bundles.flights(schema=schema))


def test_labels_that_do_not_fit_the_probability_are_refused(load: LoadMembers) -> None:
    schema = bundles.feature_schema()
    labels = ["early", "on_time", "late"]
    schema["outputs"][0]["labels"] = labels
    schema["outputs"][1] |= {"labels": labels, "type": "vector[3]"}

    with pytest.raises(BundleRefusedError, match="`probability`"):
        load(bundles.flights(schema=schema))


def test_a_refusal_is_one_line(load: LoadMembers) -> None:
    with pytest.raises(BundleRefusedError) as caught:
        load(bundles.flights() | {"notes/model_card.json": b'{"a\\nb": NaN}'})

    assert "\n" not in str(caught.value)


def test_the_version_falls_back_to_the_digest(load: LoadMembers) -> None:
    model = load(bundles.without(bundles.flights(), "notes/model_card.json"))

    assert model.bundle.digest[:12] == model.identity.version
    assert "flights-late" == model.identity.name


def test_a_version_that_no_header_can_hold_is_quoted(load: LoadMembers) -> None:
    model = load(bundles.flights(card={"version": "été 1\r\nx-evil: 1"}))

    assert "%C3%A9t%C3%A9%201%0D%0Ax-evil:%201" == model.headers["x-model-version"]
