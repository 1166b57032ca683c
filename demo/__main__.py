"""`make demo`: train on real flights, serve, hold HTTP's answers to Spark's, swap under load."""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from demo.comparison import Comparison
from demo.processes import COMMANDS, ProcessError, run, serving
from demo.report import answers_table
from demo.rollout import swap_under_load

if TYPE_CHECKING:
    from types import FrameType

OUTPUT = Path("demo-output")
HELD_OUT = 250
SHOWN = 5

Json = dict[str, Any]


def main() -> None:
    """Run the demo; the exit code is 0 when every answer is Spark's."""
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("--full", action="store_true", help="train on all 336,776 flights")
    arguments = parser.parse_args()
    # A terminated demo unwinds, and so stops what it started.
    signal.signal(signal.SIGTERM, _terminate)
    console = Console()
    try:
        train(full=arguments.full)
        equal = [serve_and_compare(bundle, console) for bundle in bundles()]
        swapped = swap_under_load(bundles(), held_out(bundles()[0])[0]["input"], console)
    except (ProcessError, subprocess.CalledProcessError) as error:
        sys.exit(f"demo: {error}")
    except KeyboardInterrupt:
        sys.exit("demo: interrupted, everything that it started is stopped")
    if not all(equal):
        sys.exit("demo: the service gave other values than Spark")
    if not swapped:
        sys.exit("demo: the swap under load did not go as it should")
    console.print(f"The bundles are in {OUTPUT}/; try: saltus inspect {bundles()[0]}")


def train(*, full: bool) -> None:
    """Fit, evaluate and export every pipeline of the recipe, with flights for the comparison."""
    amount = ["--full"] if full else []
    command = ["run", "flights_late", "--output", str(OUTPUT), "--held-out", str(HELD_OUT)]
    run([COMMANDS / "saltus-train", *command, *amount])


def bundles() -> list[Path]:
    """The bundles that the training wrote."""
    return sorted(OUTPUT.glob("flights_late-*.zip"))


def held_out(bundle: Path) -> list[Json]:
    """Flights that the bundle was not trained on, with what Spark gave for them."""
    flights: list[Json] = json.loads(bundle.with_suffix(".held-out.json").read_text())
    return flights


def serve_and_compare(bundle: Path, console: Console) -> bool:
    """Verify a bundle, serve it, and post flights that it was not trained on."""
    console.rule(str(bundle))
    run([COMMANDS / "saltus", "verify", bundle])
    flights = held_out(bundle)
    with serving(bundle) as service:
        console.print(f"The service answers at {service.url}; posting {len(flights)} flights.")
        answers = [service.predict(flight["input"]) for flight in flights]
    pairs = zip(flights, answers, strict=True)
    comparisons = [Comparison.of(flight, answer) for flight, answer in pairs]
    console.print(answers_table(comparisons[:SHOWN]))
    equal = sum(comparison.equal for comparison in comparisons)
    identical = sum(comparison.identical for comparison in comparisons)
    console.print(
        f"{equal} of {len(comparisons)} answers are equal to Spark's, "
        f"{identical} of them to the last bit.\n"
    )
    return equal == len(comparisons)


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
