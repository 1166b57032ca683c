"""What it costs a worker to prepare a bundle beside requests: processor time, check by check.

Requests wait while the interpreter is held. Fetching a bundle, its digest, reading it and replaying
its golden rows let go of it. Processor time says the same on a busy machine as on a quiet one.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from saltus_serving.rollout.checks import Policy, Preparation
from saltus_serving.store import Store

from benchmarks.measure import refuse_debug_build
from benchmarks.sample import BUNDLE

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 200
WITHOUT_THE_INTERPRETER = {"fetch", "digest", "read", "golden"}


@dataclass
class Measured(Preparation):
    """A preparation that counts the processor time of its checks, in seconds."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def _check(self, name: str) -> Iterator[None]:
        start = time.thread_time()
        with super()._check(name):
            yield
        self.seconds[name] = time.thread_time() - start


def main() -> None:
    """Prepare the sample again and again, as a worker does, and print what each check took."""
    refuse_debug_build()
    seconds: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="saltus-preparation-") as folder:
        model = Store.at(Path(folder)).model("flights")
        digest, _ = model.push(BUNDLE.read_bytes())
        for _ in range(ROUNDS):
            preparation = Measured(model, digest, Policy())
            assert preparation.run().model is not None
            for check, each in preparation.seconds.items():
                seconds[check].append(each)
    table = Table("check", "processor ms", "interpreter", title="one bundle", title_justify="left")
    medians = {check: statistics.median(each) * 1e3 for check, each in seconds.items()}
    for check, milliseconds in medians.items():
        free = check in WITHOUT_THE_INTERPRETER
        table.add_row(check, f"{milliseconds:.2f}", "let go of" if free else "held")
    held = sum(each for check, each in medians.items() if check not in WITHOUT_THE_INTERPRETER)
    table.add_row("all", f"{sum(medians.values()):.2f}", f"held for {held:.2f} ms")
    Console(width=80).print(table)


if __name__ == "__main__":
    main()
