"""Constant load from a process of its own, each answer checked, nothing sent twice.

`python -m benchmarks.load PLAN RATE` goes on until its standard input ends, and prints what it saw
as one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import json
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from benchmarks.client import request

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CONNECTIONS = 8
FRESH_EVERY = 10
"""One request of so many has a connection of its own."""
_FAILURES_KEPT = 20


@dataclass(frozen=True, slots=True)
class Seen:
    """What a client saw.

    Attributes:
        requests: How many requests it sent.
        failures: What went wrong, the first of them.
        failed: How many went wrong.
        by_bundle: How many answers each bundle gave.
        swaps: How often another bundle answered than before.
        p50: Half of the answers came within so many seconds.
        p99: 99 of 100 did.
        slowest: All did.
        rate: Answers per second.
    """

    requests: int
    failed: int
    failures: list[str]
    by_bundle: dict[str, int]
    swaps: int
    p50: float
    p99: float
    slowest: float
    rate: float


@dataclass
class Client:
    """Sends one and the same row again and again.

    Attributes:
        url: The service.
        row: The row.
        answers: The whole body that each model answers with, by the model's digest and version.
        rate: Requests per second; as many as go if it is 0.
        path: Where to post it.
    """

    url: str
    row: dict[str, Any]
    answers: Mapping[str, str]
    rate: float
    path: str = "/predict"
    failures: list[str] = field(default_factory=list)
    failed: int = 0
    latencies: list[float] = field(default_factory=list)
    by_bundle: Counter[str] = field(default_factory=Counter)
    swaps: int = 0
    _last: str = ""
    _next: int = 0

    async def run(self, stop: asyncio.Event) -> Seen:
        """Send until *stop* is set, then wait for what is under way."""
        address = urlsplit(self.url)
        self._host, self._port = address.hostname or "", address.port or 0
        self._kept = request(self.path, json.dumps(self.row).encode())
        self._fresh = self._kept.replace(b"\r\n", b"\r\nconnection: close\r\n", 1)
        self._start = perf_counter()
        await asyncio.gather(*(self._connection(stop) for _ in range(CONNECTIONS)))
        seconds = perf_counter() - self._start
        ordered = sorted(self.latencies) or [0.0]
        return Seen(
            requests=self._next,
            failed=self.failed,
            failures=self.failures,
            by_bundle=dict(self.by_bundle),
            swaps=self.swaps,
            p50=ordered[len(ordered) // 2],
            p99=ordered[len(ordered) * 99 // 100],
            slowest=ordered[-1],
            rate=len(self.latencies) / seconds,
        )

    async def _connection(self, stop: asyncio.Event) -> None:
        streams = None
        while not stop.is_set():
            number, self._next = self._next, self._next + 1
            if self.rate:
                await asyncio.sleep(max(0.0, self._start + number / self.rate - perf_counter()))
            try:
                if number % FRESH_EVERY == 0:
                    await self._ask(await self._open(), self._fresh, close=True)
                else:
                    streams = streams or await self._open()
                    streams = await self._ask(streams, self._kept)
            except (OSError, asyncio.IncompleteReadError, ValueError) as error:
                self._fail(f"{type(error).__name__}: {error}")
                streams = None
        if streams:
            streams[1].close()

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection(self._host, self._port)

    async def _ask(
        self,
        streams: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        content: bytes,
        *,
        close: bool = False,
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        """Return the connection, unless it is at its end."""
        reader, writer = streams
        start = perf_counter()
        writer.write(content)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
        headers = dict(line.split(": ", 1) for line in head[1:] if line)
        body = (await reader.readexactly(int(headers["content-length"]))).decode()
        self.latencies.append(perf_counter() - start)
        bundle = "/".join(headers.get(f"x-model-{part}", "") for part in ("digest", "version"))
        self._check(int(head[0].split()[1]), bundle, body)
        if close or headers.get("connection") == "close":
            writer.close()
            return None
        return streams

    def _check(self, status: int, bundle: str, body: str) -> None:
        if status != 200 or self.answers.get(bundle) != body:
            self._fail(f"{status} of {bundle[:12] or 'nobody'}: {body[:200]}")
            return
        self.by_bundle[bundle] += 1
        self.swaps += self._last not in {"", bundle}
        self._last = bundle

    def _fail(self, what: str) -> None:
        self.failed += 1
        if len(self.failures) < _FAILURES_KEPT:
            self.failures.append(f"{perf_counter() - self._start:.3f} s: {what}")


class Load:
    """A client in a process of its own. `seen` is there once the `with` statement has ended."""

    seen: Seen


@contextlib.contextmanager
def load(
    folder: Path,
    url: str,
    row: Mapping[str, Any],
    answers: Mapping[str, str],
    rate: float,
    path: str = "/predict",
) -> Iterator[Load]:
    """Put a service under load while the body of the `with` statement runs.

    Args:
        folder: Where to put what the client reads.
        url: The service.
        row: The row to post.
        answers: The whole body that each model answers with, by the model's digest and version.
        rate: Requests per second; as many as go if it is 0.
        path: Where to post it.
    """
    plan = folder / "load.json"
    plan.write_text(json.dumps({"url": url, "row": row, "answers": answers, "path": path}))
    command = [sys.executable, "-m", "benchmarks.load", str(plan), str(rate)]
    root = Path(__file__).parent.parent
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root
    )
    assert process.stdin is not None
    assert process.stdout is not None
    under_load = Load()
    with process, process.stdin, process.stdout:
        process.stdout.readline()  # it has begun
        try:
            yield under_load
        finally:
            process.stdin.close()
            under_load.seen = Seen(**json.loads(process.stdout.read()))


async def _run(client: Client) -> Seen:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def wait() -> None:
        sys.stdin.read()
        loop.call_soon_threadsafe(stop.set)

    threading.Thread(target=wait, daemon=True).start()
    print("begun", flush=True)
    return await client.run(stop)


def main() -> None:
    """Send until the standard input ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("plan", type=Path, help="url, row, answers and path as JSON")
    parser.add_argument("rate", type=float)
    arguments = parser.parse_args()
    plan = json.loads(arguments.plan.read_text())
    gc.freeze()  # or the collector would hold up the client, and the service be blamed for it
    seen = asyncio.run(_run(Client(**plan, rate=arguments.rate)))
    print(json.dumps(asdict(seen)))


if __name__ == "__main__":
    main()
