"""A real cluster, started for the tests of this folder."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from saltus_testing.cluster import Cluster, standalone_cluster

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session", name="cluster")
def _cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with standalone_cluster(tmp_path_factory.mktemp("cluster"), workers=2) as cluster:
        yield cluster


@pytest.fixture(scope="session", name="archive")
def _archive(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `make executors` packs."""
    archive = tmp_path_factory.mktemp("archive") / "executors.tar.gz"
    command = ["make", "executors", f"ARCHIVE={archive}"]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    return archive


@pytest.fixture(scope="session", name="bare_python")
def _bare_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with nothing in it, as machines of a cluster have it."""
    folder = tmp_path_factory.mktemp("bare") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    return folder / "bin/python"
