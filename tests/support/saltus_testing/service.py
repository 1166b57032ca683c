"""The service as a process of its own, as an operator starts it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SALTUS = Path(sys.executable).parent / "saltus"
UVICORN = Path(sys.executable).parent / "uvicorn"
SECONDS = 120
"""Longer than anything here takes, on any machine."""

URL = re.compile(rb"http://[^/ ]+:\d+")


class Process:
    """A server on a free port of the loopback interface; ended on exit, at the latest.

    Attributes:
        output: Where it writes what it prints and logs.
        url: Where it answers, as its output tells.
    """

    def __init__(
        self, folder: Path, command: Sequence[object], environment: Mapping[str, str]
    ) -> None:
        self.output = folder / "output.txt"
        with self.output.open("wb") as output:
            self._process = subprocess.Popen(
                [*map(str, command)],
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **environment},
                start_new_session=True,
            )

    def __enter__(self) -> Self:
        """Wait until the server is ready."""
        try:
            self._wait_until(self._ready)
        except BaseException:
            self._kill()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        """End the server, should it still run."""
        self._kill()

    def stop(self) -> int:
        """Send SIGTERM and return the exit code."""
        self.terminate()
        return self.wait()

    def terminate(self) -> None:
        """Send SIGTERM."""
        self._process.send_signal(signal.SIGTERM)

    def wait(self) -> int:
        """Return the exit code."""
        return self._process.wait(SECONDS)

    def wait_for_output(self, text: str) -> None:
        """Wait until *text* is in the output."""
        self._wait_until(lambda: text in self.output.read_text())

    def _wait_until(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + SECONDS
        while not condition():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(self.output.read_text())
            time.sleep(0.05)

    def _ready(self) -> bool:
        found = URL.search(self.output.read_bytes())
        if found is None:
            return False
        self.url = found[0].decode()
        try:
            return httpx.get(f"{self.url}/health/ready", timeout=5).status_code == 200
        except httpx.TransportError:
            return False

    def _kill(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


class Service(Process):
    """`saltus serve`."""

    def __init__(self, folder: Path, *arguments: object, **environment: str) -> None:
        super().__init__(folder, [SALTUS, "serve", *arguments, "--port", 0], environment)


def connected(url: str) -> socket.socket:
    """Return a connection to the server at *url*."""
    address = urlsplit(url)
    return socket.create_connection((address.hostname, address.port), timeout=SECONDS)
