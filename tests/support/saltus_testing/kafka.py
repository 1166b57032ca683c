"""A broker of Kafka on this machine, and its own console clients; `make kafka` fetches them."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_START_SECONDS = 120
_CONFIGURATION = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{broker},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{broker}
controller.listener.names=CONTROLLER
log.dirs={folder}/data
num.partitions=2
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
"""


@dataclass(frozen=True)
class Broker:
    """A running broker.

    Attributes:
        server: Its `host:port`.
        jars: The folder of its jars.
    """

    server: str
    jars: Path

    def send(self, topic: str, messages: Iterable[tuple[str, str]]) -> None:
        """Send keys with their values."""
        lines = "".join(f"{key}\t{value}\n" for key, value in messages)
        properties = ("--property", "parse.key=true", "--property", "key.separator=\t")
        _java(
            *(self.jars, "org.apache.kafka.tools.ConsoleProducer", *properties),
            *("--bootstrap-server", self.server, "--topic", topic),
            given=lines,
        )

    def receive(self, topic: str, count: int) -> list[tuple[str, Any]]:
        """Return the first messages of a topic: keys, and values out of JSON."""
        said = _java(
            *(self.jars, "org.apache.kafka.tools.consumer.ConsoleConsumer", "--from-beginning"),
            *("--bootstrap-server", self.server, "--topic", topic, "--max-messages", str(count)),
            *("--property", "print.key=true", "--timeout-ms", "60000"),
        )
        pairs = (line.split("\t", 1) for line in said.splitlines() if "\t" in line)
        return [(key, json.loads(value)) for key, value in pairs]


@contextlib.contextmanager
def broker(jars: Path, folder: Path) -> Iterator[Broker]:
    """Start a broker that keeps its data in *folder*."""
    ports = {"broker": _free_port(), "controller": _free_port()}
    configuration = folder / "server.properties"
    configuration.write_text(_CONFIGURATION.format(folder=folder, **ports), encoding="utf-8")
    identity = "c2FsdHVzLXRlc3Rpbmc0MA"
    _java(jars, "kafka.tools.StorageTool", "format", "-t", identity, "-c", str(configuration))
    log = folder / "broker.log"
    with log.open("wb") as output:
        command = [*_command(jars), "kafka.Kafka", str(configuration)]
        process = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True)
    try:
        _wait(process, ports["broker"], log)
        yield Broker(f"127.0.0.1:{ports['broker']}", jars)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text(errors="replace")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.2)
    raise AssertionError(f"the broker does not listen:\n{log.read_text(errors='replace')}")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _command(jars: Path) -> list[str]:
    return ["java", "-Xmx512m", "-XX:TieredStopAtLevel=1", "-cp", f"{jars}/*"]


def _java(jars: Path, *arguments: str, given: str = "") -> str:
    command = [*_command(jars), *arguments]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr + done.stdout
    return done.stdout
