"""Errors nobody expected: a bare 500 for the client, everything for the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from saltus_serving.middleware import UnexpectedErrorMiddleware
from starlette.requests import ClientDisconnect
from structlog.testing import capture_logs

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

SCOPE = {"type": "http", "method": "POST", "path": "/predict", "headers": []}
START: Message = {"type": "http.response.start", "status": 200, "headers": []}


async def run(error: Exception, *before: Message) -> tuple[list[Message], list[Any]]:
    """Run an application that sends *before* and fails; return what was sent and logged."""
    sent: list[Message] = []

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        for message in before:
            await send(message)
        raise error

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    with capture_logs() as logs:
        await UnexpectedErrorMiddleware(app)(dict(SCOPE), receive, send)
    return sent, logs


@pytest.mark.anyio
async def test_an_unexpected_error_is_logged_once_with_its_traceback() -> None:
    sent, logs = await run(ValueError("a secret"))

    assert 500 == sent[0]["status"]
    assert b"secret" not in sent[1]["body"]
    (entry,) = logs
    assert ("error", True, "/predict") == (entry["log_level"], entry["exc_info"], entry["path"])


@pytest.mark.anyio
async def test_an_answer_under_way_cannot_be_taken_back() -> None:
    with pytest.raises(ValueError, match="late"):
        await run(ValueError("late"), START)


@pytest.mark.anyio
async def test_a_client_that_left_is_no_error() -> None:
    sent, logs = await run(ClientDisconnect())

    assert [] == sent
    assert ["debug"] == [entry["log_level"] for entry in logs]
