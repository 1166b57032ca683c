"""Promises that the project makes about itself."""

from __future__ import annotations

import importlib
import re
import shutil
import subprocess
import tomllib
from typing import TYPE_CHECKING

import pytest
import saltus_runtime as sr
from saltus_runtime import _native

if TYPE_CHECKING:
    from pathlib import Path

PACKAGES = ["saltus_runtime", "saltus_schema", "saltus_serving", "saltus_training"]
MEMBERS = ["runtime", "schema", "serving", "training"]


@pytest.mark.parametrize("package", PACKAGES)
def test_public_names_are_sorted_and_there(package: str) -> None:
    module = importlib.import_module(package)

    assert sorted(module.__all__) == module.__all__
    assert all(hasattr(module, name) for name in module.__all__)


def test_the_runtime_passes_on_all_of_its_core() -> None:
    assert set(_native.__all__) <= set(sr.__all__)


def test_every_class_of_the_core_is_frozen(root: Path) -> None:
    """Rows are scored from many threads."""
    for source in (root / "runtime/crates/python/src").glob("*.rs"):
        for attributes in re.findall(r"#\[pyclass(.*)\]", source.read_text(encoding="utf-8")):
            assert "frozen" in attributes, source


def test_all_members_have_one_version(root: Path) -> None:
    versions = {
        tomllib.loads((root / member / "pyproject.toml").read_text("utf-8"))["project"]["version"]
        for member in MEMBERS
    }
    cargo = tomllib.loads((root / "runtime/Cargo.toml").read_text(encoding="utf-8"))
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")

    assert {cargo["workspace"]["package"]["version"]} == versions
    assert f"## {versions.pop()}" in changelog


def test_locks_name_the_public_registries_only(root: Path) -> None:
    hosts = {
        "uv.lock": {"pypi.org", "files.pythonhosted.org"},
        "runtime/Cargo.lock": {"github.com"},
    }
    for lock, expected in hosts.items():
        found = re.findall(r"https?://([^/\"]+)", (root / lock).read_text(encoding="utf-8"))
        assert expected == set(found), lock


def test_make_help_lists_what_the_readme_names(root: Path) -> None:
    make = shutil.which("make") or "make"
    helped = subprocess.run([make, "help"], cwd=root, capture_output=True, text=True, check=True)
    targets = {line.split()[0] for line in helped.stdout.splitlines()}
    named = set(re.findall(r"make ([a-z-]+)", (root / "README.md").read_text(encoding="utf-8")))

    assert {"demo", "test", "serve"} <= named
    assert set() == named - targets
