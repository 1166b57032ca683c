"""Bundles, models and clients of the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import pytest
from saltus_serving import Settings, create_app, load_model
from saltus_testing import flights as bundles
from saltus_testing.client import AppClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from saltus_serving import Model
    from saltus_testing.flights import Members


class LoadMembers(Protocol):
    """Loads a bundle of the given members."""

    def __call__(self, members: Members, **options: Any) -> Model: ...


class MakeClient(Protocol):
    """Makes a client of an application that serves the given members."""

    def __call__(self, members: Members, **settings: Any) -> AppClient: ...


@pytest.fixture(name="bundle", scope="session")
def _bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bundle") / "flights.zip"
    return bundles.write(path, bundles.with_manifest(bundles.flights()))


@pytest.fixture(name="model", scope="session")
def _model(bundle: Path) -> Model:
    return load_model(bundle)


@pytest.fixture(name="client", scope="session")
def _client(bundle: Path) -> Iterator[AppClient]:
    with AppClient(create_app(Settings(bundle=bundle))) as client:
        yield client


@pytest.fixture(name="load")
def _load(tmp_path: Path) -> LoadMembers:
    def load(members: Members, **options: Any) -> Model:
        return load_model(bundles.write(tmp_path / "model.zip", members), **options)

    return load


@pytest.fixture(name="make_client")
def _make_client(tmp_path: Path) -> MakeClient:
    def make(members: Members, **settings: Any) -> AppClient:
        path = bundles.write(tmp_path / "model.zip", members)
        return AppClient(create_app(Settings(bundle=path, **settings)))

    return make


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Coroutines run as they do under uvicorn."""
    return "asyncio"
