"""Processes that end with the demo, however it ends."""

from __future__ import annotations

import ctypes
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COMMANDS = Path(sys.executable).parent
STOP_SECONDS = 20
START_SECONDS = 60
_PR_SET_PDEATHSIG = 1

Json = dict[str, Any]


class ProcessError(Exception):
    """A process that the demo started did not do its part."""


class Service:
    """A running service, asked over one connection that is kept open.

    Attributes:
        url: Where it answers.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)

    def predict(self, row: Json) -> Json:
        """Post one row to /predict.

        Raises:
            ProcessError: The answer is not 200.
        """
        headers = {"content-type": "application/json"}
        self._connection.request("POST", "/predict", json.dumps(row), headers)
        response = self._connection.getresponse()
        body = response.read().decode()
        if response.status != http.HTTPStatus.OK:
            raise ProcessError(f"{self.url}/predict answered {response.status}: {body}")
        answer: Json = json.loads(body)
        return answer


def run(command: Sequence[str | Path]) -> None:
    """Run a command to its end.

    Raises:
        CalledProcessError: Its exit code is not 0.
    """
    with _process(command) as process:
        code = process.wait()
    if code:
        raise subprocess.CalledProcessError(code, list(map(str, command)))


@contextmanager
def serving(bundle: Path) -> Iterator[Service]:
    """Serve a bundle on a free port while the body of the `with` statement runs.

    Raises:
        ProcessError: The service did not start.
    """
    command: list[str | Path] = [COMMANDS / "saltus", "serve", bundle, "--port", "0"]
    quiet = {**os.environ, "SALTUS_LOG_LEVEL": "warning"}
    with _process(command, stdout=subprocess.PIPE, env=quiet) as process:
        # Its first line names the address, once it is listening.
        line = process.stdout.readline() if process.stdout else ""
        url = next((word for word in line.split() if word.startswith("http://")), None)
        if url is None:
            raise ProcessError(f"`saltus serve {bundle}` did not start")
        parts = urlsplit(url)
        yield Service(f"{parts.scheme}://{parts.netloc}")


@contextmanager
def serving_store(store: Path, workers: int) -> Iterator[str]:
    """Serve a store on a free port while the body of the `with` statement runs.

    Raises:
        ProcessError: The service did not become ready.
    """
    command: list[str | Path] = [COMMANDS / "saltus", "serve", "--store", store, "--port", "0"]
    quiet = {**os.environ, "SALTUS_LOG_LEVEL": "warning"}
    command += ["--workers", str(workers)]
    with _process(command, stdout=subprocess.PIPE, env=quiet) as process:
        line = process.stdout.readline() if process.stdout else ""
        url = next((word for word in line.split() if word.startswith("http://")), None)
        if url is None:
            raise ProcessError(f"`saltus serve --store {store}` did not start")
        parts = urlsplit(url)
        _wait_until_ready(parts.netloc)
        yield f"{parts.scheme}://{parts.netloc}"


def _wait_until_ready(address: str) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        connection = http.client.HTTPConnection(address, timeout=5)
        try:
            connection.request("GET", "/health/ready")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    raise ProcessError(f"http://{address} did not become ready")


@contextmanager
def _process(command: Sequence[str | Path], **options: Any) -> Iterator[subprocess.Popen[str]]:
    # A function that runs in the child is safe here: the demo has one thread.
    process = subprocess.Popen(command, text=True, preexec_fn=_end_with_parent, **options)  # noqa: PLW1509
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _end_with_parent() -> None:
    """On Linux, a demo that is killed outright takes its processes along."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
