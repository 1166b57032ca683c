"""`POST /predict` on one core, beside a bare ASGI app and the usual FastAPI route."""

from __future__ import annotations

import json
import statistics
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from benchmarks import sample
from benchmarks.client import Connection, drive, request
from benchmarks.measure import refuse_debug_build
from benchmarks.servers import SIDES, running

if TYPE_CHECKING:
    from benchmarks.servers import Server

FIRST_PORT = 18650
CONNECTIONS = 8
ROUNDS = 5
SECONDS = 2.0
OURS = "saltus serve"


@dataclass
class Side:
    """One side, with what has been measured so far."""

    server: Server
    request: bytes
    rates: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Ask once for the answer that all later ones must equal."""
        self.connections = [Connection(self.server.port) for _ in range(CONNECTIONS)]
        self.connections[0].send(self.request)
        status, self.expected = self.connections[0].receive()
        assert status == 200, self.expected

    def measure(self) -> None:
        """Keep the side busy for one round."""
        before = self.server.processor_seconds()
        rate = drive(self.connections, self.request, self.expected, SECONDS)
        used = self.server.processor_seconds() - before
        self.rates.append(rate)
        self.processor.append(used / (rate * SECONDS))


def main() -> None:
    """Start all sides, check their answers, then measure them in turn."""
    refuse_debug_build()
    bundle, _, row = sample.load()
    post = request("/predict", json.dumps(row).encode())
    with ExitStack() as stack:
        sides = {
            name: Side(stack.enter_context(running(name, FIRST_PORT + position)), post)
            for position, name in enumerate(SIDES)
        }
        scored = bundle.scorer(outputs=["prediction", "probability"]).score(row)
        assert scored is not None
        for name in ("usual FastAPI route", OURS):
            answer = json.loads(sides[name].expected)
            assert answer["prediction"] == scored["prediction"]
            assert list(answer["probability"].values()) == scored["probability"]
        for _ in range(ROUNDS):
            for side in sides.values():
                side.measure()
    show(sides)


def show(sides: dict[str, Side]) -> None:
    """Print rate and processor time of each side, and how many times ours they are."""
    table = Table(title="POST /predict, one core, 8 connections", title_justify="left")
    for heading in ("side", "requests/s", "ours / this", "processor µs", "this / ours"):
        table.add_column(heading, justify="left" if heading == "side" else "right")
    rate = {name: statistics.median(side.rates) for name, side in sides.items()}
    cost = {name: statistics.median(side.processor) for name, side in sides.items()}
    for name in sides:
        table.add_row(
            name,
            f"{rate[name]:,.0f}",
            f"{rate[OURS] / rate[name]:.2f}",
            f"{cost[name] * 1e6:.1f}",
            f"{cost[name] / cost[OURS]:.2f}",
        )
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
