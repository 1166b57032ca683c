"""Fixtures and rules of every test."""

from __future__ import annotations

import io
import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession
    from saltus_training.run import PipelineResult

ROOT = Path(__file__).parent.parent
ALLOWED_SKIPS = tomllib.loads((ROOT / "tests/allowed_skips.toml").read_text(encoding="utf-8"))


# How long an example takes depends on what else the machine does. In CI the examples are always
# the same; `--hypothesis-profile thorough` draws many others.
hypothesis.settings.register_profile(
    "default",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.register_profile(
    "thorough", hypothesis.settings.get_profile("default"), derandomize=False, max_examples=2000
)
hypothesis.settings.load_profile("default")


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def sample_bundle(root: Path) -> Path:
    """The small bundle that is committed: a real model of real flights."""
    return root / "bundles/flights-late.zip"


@pytest.fixture(scope="session")
def shared_bundles(root: Path) -> Path:
    """Bundles written by MLeap with the values Spark gave; beside the project, where they are."""
    return root.parent / "shared/bundles"


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """One session for the whole run, started by the first test that asks for it."""
    from saltus_training.session import spark_session  # noqa: PLC0415 - no JVM without need

    # The second compiler pays off only in jobs longer than any test's.
    with spark_session(master="local[2]", java_options="-XX:TieredStopAtLevel=1") as session:
        yield session


@pytest.fixture(scope="session")
def flights_run(
    spark: SparkSession, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, PipelineResult], str]:
    """The recipe of flights run on 2 % of them: what came of each pipeline, and what was shown."""
    from rich.console import Console  # noqa: PLC0415 - with Spark only
    from saltus_training.progress import Steps  # noqa: PLC0415
    from saltus_training.recipes import get_recipe  # noqa: PLC0415
    from saltus_training.run import RunOptions, run  # noqa: PLC0415

    log = io.StringIO()
    output = tmp_path_factory.mktemp("run") / "made/on/demand"
    options = RunOptions(output=output, sample=0.02, held_out=100)
    results = run(get_recipe("flights_late"), spark, options, Steps(Console(file=log)))
    return results, log.getvalue()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failure, unless `allowed_skips.toml` names it with its reason."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not os.environ.get("CI"):
        return
    skipped = {report.nodeid for report in reporter.stats.get("skipped", [])}
    if unexplained := sorted(skipped - set(ALLOWED_SKIPS)):
        reporter.write_line(f"skipped without a reason in allowed_skips.toml: {unexplained}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
