"""The outermost layers: how errors that no route answers for reach the log."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import structlog
from starlette.requests import ClientDisconnect

from saltus_serving.errors import ServingError
from saltus_serving.problems import ProblemResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from saltus_serving.lifecycle import Lifecycle

_CLOSE = (b"connection", b"close")
_log = structlog.stdlib.get_logger(__name__)


class UnexpectedErrorMiddleware:
    """Answers an unexpected error with a bare 500 and logs it with its traceback.

    While the service drains it also has every answer close its connection.

    Starlette's own outermost layer raises the error again for the server to log, which would
    put each one into the log twice.
    """

    def __init__(self, app: ASGIApp, lifecycle: Lifecycle | None = None) -> None:
        self.app = app
        self._lifecycle = lifecycle

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the application, and answer for it where it cannot."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False
        lifecycle = self._lifecycle

        async def watch(message: Message) -> None:
            nonlocal started
            if lifecycle and lifecycle.draining and not started:
                message = {**message, "headers": [*message["headers"], _CLOSE]}
            started = True
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except ClientDisconnect:
            _log.debug("client disconnected", method=scope["method"], path=scope["path"])
        except Exception:
            _log.exception("unexpected error", method=scope["method"], path=scope["path"])
            if started:
                raise
            detail = "the service failed to answer; its log tells why"
            await ProblemResponse(500, detail)(scope, receive, send)


class StartupErrorMiddleware:
    """Tells the server in one line why the application does not start.

    Starlette would tell it with a traceback, which says nothing about a bundle.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the application, and shorten what it tells if it fails to start."""
        if scope["type"] != "lifespan":
            await self.app(scope, receive, send)
            return

        async def send_briefly(message: Message) -> None:
            error = sys.exception()
            if message["type"] == "lifespan.startup.failed" and isinstance(error, ServingError):
                message = {**message, "message": str(error)}
            await send(message)

        await self.app(scope, receive, send_briefly)
