"""Serving stays free of Spark: in the lock, in an environment of its own, and when it runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

FORBIDDEN = {"pyspark", "py4j", "mleap", "pandas", "numpy", "scikit-learn", "saltus-training"}


@pytest.fixture(scope="module", name="uv")
def _uv(root: Path) -> str:
    return str(root / ".tools/uv/bin/uv")


def run(*command: str, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_lock_gives_serving_no_spark(root: Path, uv: str) -> None:
    exported = run(
        uv, "export", "--package", "saltus-serving", "--frozen", "--no-dev", "--no-hashes", cwd=root
    )

    names = {line.split("==")[0].strip() for line in exported.splitlines() if "==" in line}
    assert {"fastapi", "uvicorn", "pydantic"} <= names
    assert set() == FORBIDDEN & names


def test_the_service_works_in_an_environment_of_its_own(
    root: Path, uv: str, tmp_path: Path, sample_bundle: Path
) -> None:
    """Installed as in the container: no Java, no Spark, no training code."""
    environment = {
        **{k: v for k, v in os.environ.items() if k not in {"JAVA_HOME", "VIRTUAL_ENV"}},
        "UV_PROJECT_ENVIRONMENT": str(tmp_path / "venv"),
        "UV_PYTHON": sys.executable,
    }
    sync = ("sync", "--quiet", "--frozen", "--no-dev", "--no-editable")
    run(uv, *sync, "--package", "saltus-serving", cwd=root, env=environment)

    bin_folder = tmp_path / "venv/bin"
    bare = {"PATH": str(bin_folder)}
    verified = run(
        str(bin_folder / "saltus"), "verify", "--json", str(sample_bundle), cwd=tmp_path, env=bare
    )
    assert json.loads(verified)["status"] == "golden"
    installed = run(
        str(bin_folder / "python"),
        "-c",
        "from importlib.metadata import distributions as d; print(*(x.name for x in d()))",
        cwd=tmp_path,
        env=bare,
    )
    assert {"saltus-serving", "saltus-runtime", "saltus-schema"} <= set(installed.split())
    assert set() == FORBIDDEN & set(installed.split())


@pytest.mark.parametrize("package", ["saltus_serving", "saltus_serving.cli", "saltus_runtime"])
def test_an_import_brings_nothing_heavy_along(root: Path, package: str) -> None:
    code = f"import sys, {package}; print(*sys.modules)"
    loaded = set(run(sys.executable, "-c", code, cwd=root).split())

    heavy = {"pyspark", "py4j", "mleap", "pandas", "numpy", "sklearn", "saltus_training"}
    assert set() == heavy & loaded


def test_the_exporter_converts_without_pyspark(root: Path) -> None:
    code = "import sys, saltus_training.converters, saltus_training.bundle; print(*sys.modules)"
    loaded = set(run(sys.executable, "-c", code, cwd=root).split())

    assert set() == {"pyspark", "py4j", "fastapi", "saltus_serving"} & loaded
