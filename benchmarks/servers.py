"""The three sides of the HTTP benchmark, each a server in a process of its own on one core."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

from benchmarks.client import Connection
from benchmarks.sample import BUNDLE

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMANDS = Path(sys.executable).parent
START_SECONDS = 20
SERVER_CORE = 0

UVICORN = ["--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "error"]
SIDES: dict[str, list[str | Path]] = {
    "bare ASGI app": [COMMANDS / "uvicorn", "benchmarks.apps:bare", *UVICORN],
    "usual FastAPI route": [COMMANDS / "uvicorn", "--factory", "benchmarks.apps:usual", *UVICORN],
    "saltus serve": [COMMANDS / "saltus", "serve", BUNDLE],
}


class Server:
    """A running side.

    Attributes:
        port: Where it listens, on the loopback interface.
    """

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self._process = process
        self.port = port

    def processor_seconds(self) -> float:
        """Return the processor time that the process has used so far."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rsplit(")")[1]
        user, system = fields.split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def running(side: str, port: int) -> Iterator[Server]:
    """Run one side, bound to one core, until the body of the `with` statement ends."""
    command = [*SIDES[side], "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        os.sched_setaffinity(process.pid, {SERVER_CORE})
        _wait(port)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait()


def _wait(port: int) -> None:
    give_up = monotonic() + START_SECONDS
    while True:
        try:
            Connection(port).close()
        except OSError:
            if monotonic() > give_up:
                raise
            sleep(0.05)
        else:
            return
