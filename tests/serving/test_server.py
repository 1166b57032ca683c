"""The service as a process: it starts, answers, and stops when it is told to."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
from typing import TYPE_CHECKING
from unittest.mock import Mock

import httpx
import pytest
from saltus_serving import AddressError, server
from saltus_testing import flights as bundles
from saltus_testing.service import SALTUS, SECONDS, UVICORN, Process, Service, connected

if TYPE_CHECKING:
    from pathlib import Path


def test_a_service_answers_and_ends_well(tmp_path: Path, bundle: Path) -> None:
    """With an access log, which leaves the probes out."""
    service = Service(tmp_path, bundle, SALTUS_ACCESS_LOG="true")
    with service, httpx.Client(base_url=service.url) as client:
        answer = client.post("/predict", json=bundles.ROW)
        refused = client.post("/predict", content=b"{")
        docs = client.get("/docs")
        client.get("/health/live")
        code = service.stop()

    output = service.output.read_text()
    assert [200, 422, 200] == [response.status_code for response in (answer, refused, docs)]
    assert "on_time" == answer.json()["label"]
    assert 0 == code
    assert f"{service.url}/docs" in output
    assert "POST /predict" in output
    assert "/health/" not in output
    assert "Traceback" not in output


def test_a_body_that_is_too_large_gets_its_answer_over_the_wire(
    tmp_path: Path, bundle: Path
) -> None:
    """The refusal comes before the body is read, and still reaches the client."""
    with Service(tmp_path, bundle) as service, httpx.Client(base_url=service.url) as client:
        known = client.post("/predict", content=b" " * 10_000_000)
        chunked = client.post("/predict", content=iter([b" " * 1_000_000] * 10))
        after = client.post("/predict", json=bundles.ROW)

    assert [413, 413, 200] == [response.status_code for response in (known, chunked, after)]


def test_a_request_under_way_is_answered_after_sigterm(tmp_path: Path, bundle: Path) -> None:
    body = json.dumps(bundles.ROW).encode()
    head = (
        "POST /predict HTTP/1.1\r\nhost: service\r\ncontent-type: application/json\r\n"
        f"content-length: {len(body)}\r\nexpect: 100-continue\r\n\r\n"
    )

    with Service(tmp_path, bundle) as service, connected(service.url) as connection:
        connection.sendall(head.encode())
        asked_for_the_body = connection.recv(1000)
        service.terminate()
        service.wait_for_output("Shutting down")
        connection.sendall(body)
        answer = connection.recv(10_000)
        code = service.wait()

    assert asked_for_the_body.startswith(b"HTTP/1.1 100")
    assert answer.startswith(b"HTTP/1.1 200")
    assert 0 == code


def test_several_workers_serve_and_end_well(tmp_path: Path, bundle: Path) -> None:
    with Service(tmp_path, bundle, "--workers", 2) as service:
        answers = [httpx.post(f"{service.url}/predict", json=bundles.ROW) for _ in range(8)]
        code = service.stop()

    assert {200} == {answer.status_code for answer in answers}
    assert 0 == code
    assert "Traceback" not in service.output.read_text()


def test_workers_get_the_settings_of_the_command(tmp_path: Path) -> None:
    """A bundle without golden rows is refused by the command, before any worker starts."""
    path = bundles.write(tmp_path / "plain.zip", bundles.without_notes(bundles.flights()))

    ended = subprocess.run(
        [SALTUS, "serve", path, "--port", "0", "--workers", "2", "--require-golden"],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert (1, "") == (ended.returncode, ended.stdout)
    assert re.fullmatch(r"saltus: .*plain\.zip: .*golden.*\n", ended.stderr)


def test_uvicorn_serves_the_factory(tmp_path: Path, bundle: Path) -> None:
    """A server of one's own needs nothing but the bundle in the environment."""
    command = [UVICORN, "--factory", "saltus_serving:create_app", "--port", "0"]
    environment = {"SALTUS_BUNDLE": str(bundle), "SALTUS_LOG_FORMAT": "json"}

    with Process(tmp_path, command, environment) as service:
        answer = httpx.post(f"{service.url}/predict", json=bundles.ROW)

    assert 200 == answer.status_code
    lines = service.output.read_text().splitlines()
    assert all(line.startswith("{") for line in lines)


def test_uvicorn_does_not_start_with_a_refused_bundle_and_says_why_in_one_line(
    tmp_path: Path,
) -> None:
    ended = subprocess.run(
        [UVICORN, "--factory", "saltus_serving:create_app", "--port", "0"],
        env={**os.environ, "SALTUS_BUNDLE": str(tmp_path / "none.zip")},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert 0 != ended.returncode
    assert 1 == ended.stderr.count("none.zip")
    assert "Traceback" not in ended.stderr


def test_a_port_in_use_is_an_error_with_its_address() -> None:
    with server.listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(AddressError) as caught:
            server.listen("127.0.0.1", port)

    assert ("127.0.0.1", port) == (caught.value.host, caught.value.port)


def test_an_address_of_another_machine_is_an_error() -> None:
    with pytest.raises(AddressError, match=r"192\.0\.2\.1:0"):
        server.listen("192.0.2.1", 0)


def test_an_address_is_written_as_a_url() -> None:
    listener = Mock(socket.socket)
    listener.getsockname.return_value = ("127.0.0.1", 80)
    assert "http://127.0.0.1:80" == server.url(listener)

    listener.getsockname.return_value = ("::1", 80, 0, 0)
    assert "http://[::1]:80" == server.url(listener)
