"""Any order of changes, workers and faults; and eleven bugs, each of which would be found.

`ROLLOUT_STEPS=100000 pytest tests/rollout/test_machine.py`, or `make rollout-machine`, takes more.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from saltus_serving.store import StoreError
from saltus_testing.rollout_machine import RULES, RolloutMachine
from saltus_testing.rollout_mutants import MUTANTS

STEPS = int(os.environ.get("ROLLOUT_STEPS", "2000"))
STEPS_PER_RUN = 50


def machine_settings(runs: int) -> settings:
    return settings(
        max_examples=runs,
        stateful_step_count=STEPS_PER_RUN,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        database=None,
        deadline=None,
        print_blob=False,
    )


@pytest.mark.timeout(24 * 3600)
def test_no_order_of_changes_workers_and_faults_violates_an_invariant(
    capsys: pytest.CaptureFixture[str],
) -> None:
    RULES.clear()

    run_state_machine_as_test(RolloutMachine, settings=machine_settings(STEPS // STEPS_PER_RUN))

    with capsys.disabled():
        lines = (f"  {count:7,} {name}" for name, count in RULES.most_common())
        print(f"\nhow often each rule ran, {STEPS:,} steps:", *lines, sep="\n")  # noqa: T201
    for fault in ("power cut", "full disk", "partial copy", "kill worker", "clock jump"):
        assert RULES[fault], f"{fault} never happened"


@pytest.mark.timeout(1800)  # chance decides how soon, and the machine may be busy
@pytest.mark.parametrize("name", MUTANTS)
def test_a_planted_bug_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    MUTANTS[name](monkeypatch)

    # A store that cannot be read any more is as telling as a violated invariant.
    with pytest.raises((AssertionError, StoreError)):
        run_state_machine_as_test(RolloutMachine, settings=machine_settings(400))
