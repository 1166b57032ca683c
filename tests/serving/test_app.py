"""How the application starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from saltus_serving import BundleRefusedError, Settings, SettingsError, create_app
from saltus_testing import flights as bundles
from saltus_testing.client import AppClient

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import MakeClient
    from saltus_serving import Model


def test_the_environment_is_read_where_no_settings_are_given(
    bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SALTUS_BUNDLE", str(bundle))

    with AppClient(create_app()) as client:
        assert 200 == client.post("/predict", json=bundles.ROW).status_code


def test_no_bundle_is_an_error_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SALTUS_BUNDLE", raising=False)

    with pytest.raises(SettingsError):
        create_app()


def test_a_loaded_model_is_served_as_it_is(tmp_path: Path, model: Model) -> None:
    """Nothing is read again: the file need not even be there."""
    app = create_app(Settings(bundle=tmp_path / "gone.zip"), model=model)

    with AppClient(app) as client:
        assert 200 == client.get("/health/ready").status_code


def test_the_application_does_not_start_with_a_refused_bundle(make_client: MakeClient) -> None:
    members = bundles.flights() | {"bundle.json": b"{}"}

    with pytest.raises(BundleRefusedError), make_client(members):
        pass


def test_required_golden_rows_are_required_at_the_start(make_client: MakeClient) -> None:
    members = bundles.without_notes(bundles.flights())

    with pytest.raises(BundleRefusedError), make_client(members, require_golden=True):
        pass
