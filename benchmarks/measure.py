"""Timing several sides in turn."""

from __future__ import annotations

import statistics
import sys
from time import perf_counter_ns
from typing import TYPE_CHECKING

import saltus_runtime

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROUNDS = 15
NANOSECONDS_PER_ROUND = 100_000_000


def refuse_debug_build() -> None:
    """End the program unless the runtime was built for release."""
    if saltus_runtime.build_profile() != "release":
        sys.exit("saltus_runtime is a debug build: run `make setup` and measure again")


def time_in_turn(sides: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """Return the median nanoseconds of one call of each side.

    Each side gets the same share of time; the rounds go round so that a slow moment of the
    machine meets all of them.
    """
    repeats = {name: _repeats(call) for name, call in sides.items()}
    rounds: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(ROUNDS):
        for name, call in sides.items():
            rounds[name].append(_time(call, repeats[name]) / repeats[name])
    return {name: statistics.median(times) for name, times in rounds.items()}


def _repeats(call: Callable[[], object]) -> int:
    return max(1, NANOSECONDS_PER_ROUND // max(1, min(_time(call, 1) for _ in range(5))))


def _time(call: Callable[[], object], repeats: int) -> int:
    start = perf_counter_ns()
    for _ in range(repeats):
        call()
    return perf_counter_ns() - start
