"""The documentation loads nothing from anywhere else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import pytest
from saltus_serving import Settings, create_app

if TYPE_CHECKING:
    from pathlib import Path

    from client import AppClient
    from saltus_serving import Model

REFERENCE = re.compile(r"""(?:src|href)=["']([^"']+)["']|url: *["']([^"']+)["']""")


def assets(page: str) -> list[str]:
    """Return every address that *page* makes a browser load."""
    return [src or url for src, url in REFERENCE.findall(page)]


def test_all_that_the_page_loads_is_served_from_here(client: AppClient) -> None:
    found = assets(client.get("/docs").text)

    assert {
        "/docs/assets/swagger-ui-bundle.js",
        "/docs/assets/swagger-ui.css",
        "/openapi.json",
    } <= {*found}
    for address in found:
        assert ("", "") == urlsplit(address)[:2]
        assert 200 == client.get(address).status_code


def test_the_page_names_no_other_host(client: AppClient) -> None:
    assert "//" not in client.get("/docs").text.replace("<!DOCTYPE html>", "")


def test_the_style_sheet_loads_nothing_else(client: AppClient) -> None:
    targets = re.findall(r"url\(([^)]*)", client.get("/docs/assets/swagger-ui.css").text)

    assert targets
    assert all(target.strip("\"'").startswith("data:") for target in targets)


def test_the_browser_is_told_to_load_nothing_from_elsewhere(client: AppClient) -> None:
    policy = client.get("/docs").headers["content-security-policy"]

    assert "default-src 'self'" in policy
    assert "http" not in policy


def test_the_document_is_not_sent_to_a_validator(client: AppClient) -> None:
    assert '"validatorUrl": null' in client.get("/docs").text


@pytest.mark.parametrize("path", ["/redoc", "/docs/oauth2-redirect"])
def test_pages_that_would_need_other_hosts_are_off(client: AppClient, path: str) -> None:
    assert 404 == client.get(path).status_code


@pytest.mark.anyio
async def test_addresses_follow_the_prefix_of_a_proxy(bundle: Path, model: Model) -> None:
    app = create_app(Settings(bundle=bundle), model=model)
    transport = httpx.ASGITransport(app, root_path="/models/flights")
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        page = (await client.get("/models/flights/docs")).text

    assert all(address.startswith("/models/flights/") for address in assets(page))
