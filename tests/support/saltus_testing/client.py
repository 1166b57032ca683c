"""A client that calls an application in this process, from tests that are not coroutines."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Any, Self

import httpx
from anyio.from_thread import start_blocking_portal

if TYPE_CHECKING:
    from fastapi import FastAPI


class AppClient:
    """Starts the application on entry, as a server would, and stops it on exit."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Start the application."""
        self._portal = self._stack.enter_context(start_blocking_portal())
        lifespan = self.app.router.lifespan_context(self.app)
        self._stack.enter_context(self._portal.wrap_async_context_manager(lifespan))
        transport = httpx.ASGITransport(self.app)
        client = httpx.AsyncClient(transport=transport, base_url="http://service")
        self._client = self._stack.enter_context(self._portal.wrap_async_context_manager(client))
        return self

    def __exit__(self, *error: object) -> None:
        """Stop the application."""
        self._stack.close()

    def request(self, method: str, url: str, **arguments: Any) -> httpx.Response:
        """Send a request, as `httpx.request` does."""
        return self._portal.call(partial(self._client.request, method, url, **arguments))

    def get(self, url: str, **arguments: Any) -> httpx.Response:
        """Send a GET."""
        return self.request("GET", url, **arguments)

    def post(self, url: str, **arguments: Any) -> httpx.Response:
        """Send a POST."""
        return self.request("POST", url, **arguments)
