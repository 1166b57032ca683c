"""The README keeps up with the code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from saltus_serving import Settings
from saltus_serving.settings import ENV_PREFIX

if TYPE_CHECKING:
    from pathlib import Path

    from client import AppClient


@pytest.fixture(name="readme")
def _readme(root: Path) -> str:
    return (root / "serving/README.md").read_text(encoding="utf-8")


def test_every_setting_is_documented_with_its_default(readme: str) -> None:
    rows = re.findall(rf"^\| `{ENV_PREFIX}(\w+)` \| (.+?) \|", readme, re.MULTILINE)

    assert {
        name.upper(): "required" if field.is_required() else f"`{str(field.default).lower()}`"
        for name, field in Settings.model_fields.items()
    } == dict(rows)


def test_every_endpoint_is_documented(client: AppClient, readme: str) -> None:
    for path, operations in client.get("/openapi.json").json()["paths"].items():
        for method in operations:
            assert f"`{method.upper()} {path}`" in readme
