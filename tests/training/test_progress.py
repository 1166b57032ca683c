"""What is shown while a run works."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console
from rich.table import Table
from saltus_training.progress import Steps


def steps_on(*, terminal: bool) -> tuple[Steps, io.StringIO]:
    stream = io.StringIO()
    return Steps(Console(file=stream, force_terminal=terminal, width=80)), stream


def test_a_log_gets_a_line_before_and_a_line_after() -> None:
    steps, stream = steps_on(terminal=False)

    with steps.step("fit [forest]") as step:
        before = stream.getvalue()
        step.found("7 trees")

    assert "fit [forest] ...\n" == before
    assert re.fullmatch(
        r"fit \[forest\] \.\.\.\nfit \[forest\]: 7 trees \(\d+\.\d s\)\n", stream.getvalue()
    )


def test_a_terminal_sees_the_step_while_it_runs() -> None:
    steps, stream = steps_on(terminal=True)

    with steps.step("fit forest"):
        pass

    assert "0:00:00" in stream.getvalue()
    assert re.search(r"fit forest \(\d+\.\d s\)", stream.getvalue())


def test_a_terminal_sees_how_far_a_step_is() -> None:
    steps, stream = steps_on(terminal=True)

    with steps.step("search"):
        steps.advance(2, 9)
    steps.advance(3, 9)

    assert "search, 2 of 9" in stream.getvalue()
    assert "3 of 9" not in stream.getvalue()


def test_a_step_that_fails_is_not_reported_as_done() -> None:
    steps, stream = steps_on(terminal=False)

    with pytest.raises(KeyError), steps.step("fit forest"):
        raise KeyError

    assert "fit forest ...\n" == stream.getvalue()


def test_a_table_is_shown_between_steps() -> None:
    steps, stream = steps_on(terminal=False)

    steps.show(Table("input", title="Missing"))

    assert "Missing" in stream.getvalue()
