"""A store in a folder, bundles to put into it, and workers that a test drives by hand."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from saltus_serving.logs import configure_logging
from saltus_serving.store import ModelStore, Store
from saltus_testing.rollouts import World

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(name="store")
def _store(tmp_path: Path) -> Store:
    return Store.at(tmp_path / "store")


@pytest.fixture(name="model")
def _model(store: Store) -> ModelStore:
    return store.model("flights")


@pytest.fixture(name="world")
def _world(model: ModelStore) -> Iterator[World]:
    with closing(World(model)) as world:
        yield world


@pytest.fixture(autouse=True, scope="session")
def _quiet() -> None:
    configure_logging("critical", "console")
