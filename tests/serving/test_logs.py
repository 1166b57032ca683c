"""What is logged, and in which form."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest
import structlog
from saltus_serving.logs import configure_logging

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saltus_serving.settings import LogFormat


def fail(value: str) -> None:
    """Log an error in a function that has *value* among its variables."""
    try:
        len(value) / 0
    except ZeroDivisionError:
        structlog.stdlib.get_logger("saltus_serving.test").exception("failed")


ACCESS = '%s - "%s %s HTTP/%s" %d'


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    yield
    configure_logging("info", "console")


def test_json_is_one_object_per_line_with_level_time_and_fields(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging("info", "json")
    structlog.stdlib.get_logger("saltus_serving.test").info("hello", rows=3)
    logging.getLogger("uvicorn.error").warning("and %s", "goodbye")

    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert ("hello", "info", 3) == (first["event"], first["level"], first["rows"])
    assert first["timestamp"].endswith("Z")
    assert ("and goodbye", "uvicorn.error") == (second["event"], second["logger"])


def test_json_holds_a_traceback_on_the_same_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("info", "json")
    fail("a value of a client")

    (line,) = capsys.readouterr().err.splitlines()
    assert "ZeroDivisionError" in json.dumps(json.loads(line)["exception"])


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_traceback_shows_no_variables(
    capsys: pytest.CaptureFixture[str], form: LogFormat
) -> None:
    """They hold what clients sent."""
    configure_logging("info", form)
    fail("a value of a client")

    logged = capsys.readouterr().err
    assert "ZeroDivisionError" in logged
    assert "a value of a client" not in logged


def test_console_is_readable_text(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("info", "console")
    structlog.stdlib.get_logger("saltus_serving.test").info("hello", rows=3)

    line = capsys.readouterr().err
    assert "hello" in line
    assert "rows=3" in line


def test_less_severe_lines_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("error", "console")
    structlog.stdlib.get_logger("saltus_serving.test").warning("hello")
    logging.getLogger("uvicorn.error").warning("hello")

    assert "" == capsys.readouterr().err


def test_probes_stay_out_of_the_access_log(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("info", "console", access=True)
    log = logging.getLogger("uvicorn.access")
    for path in ("/health/live", "/health/ready", "/predict"):
        log.info(ACCESS, "127.0.0.1:5", "GET", path, "1.1", 200)

    (line,) = capsys.readouterr().err.splitlines()
    assert "/predict" in line
