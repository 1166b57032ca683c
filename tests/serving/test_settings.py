"""Settings come from the environment and from arguments, which win."""

from __future__ import annotations

from pathlib import Path

import pytest
from saltus_serving import Settings, SettingsError


def test_settings_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALTUS_BUNDLE", "model.zip")
    monkeypatch.setenv("SALTUS_PORT", "9000")
    monkeypatch.setenv("SALTUS_REQUIRE_GOLDEN", "true")

    settings = Settings.read()

    assert (Path("model.zip"), 9000, True) == (
        settings.bundle,
        settings.port,
        settings.require_golden,
    )


def test_an_argument_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALTUS_PORT", "9000")

    assert 7000 == Settings.read(bundle="model.zip", port=7000).port
    assert 9000 == Settings.read(bundle="model.zip", port=None).port


def test_a_missing_bundle_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SALTUS_BUNDLE", raising=False)

    with pytest.raises(SettingsError, match=r"SALTUS_BUNDLE") as caught:
        Settings.read()

    assert "bundle" == caught.value.setting


@pytest.mark.parametrize(
    ("name", "value"),
    [("port", "-1"), ("port", "http"), ("workers", "0"), ("log_format", "xml"), ("log_level", "")],
)
def test_a_value_that_cannot_be_used_is_refused(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.read(bundle="model.zip", **{name: value})

    assert name == caught.value.setting


def test_a_worker_reads_the_same_settings_back(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings.read(bundle="a model.zip", port=0, require_golden=True, access_log=False)
    for name, value in settings.environ().items():
        monkeypatch.setenv(name, value)

    assert settings == Settings.read()
