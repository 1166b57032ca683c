"""The usual request, answered before FastAPI's stack costs several times as much as its answer.

The route in `routes` answers everything, and documents it. This layer takes the requests that need
none of that: a `POST /predict` without a query, whose body is small and declared to be JSON.
Whatever it cannot answer with 200 goes on to the route, body and all, and so every refusal has one
place where it is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_serving.errors import ServingError
from saltus_serving.scorer import predict

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from saltus_serving.model import Model

PATH = "/predict"
LARGEST_BODY = 64 * 1024
"""A larger body would hold up other requests while it is read."""

_JSON = b"application/json"
_OTHERS = frozenset({b"content-encoding", b"expect", b"transfer-encoding"})


class FastLaneMiddleware:
    """Answers what needs no more than a prediction, and passes on the rest."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, or let the application do it."""
        if not _is_usual(scope):
            await self.app(scope, receive, send)
            return
        app = scope["app"]
        messages, body = await _read(receive, min(LARGEST_BODY, app.state.settings.max_body_bytes))
        answer = None if body is None else _answer(app.state.model, body)
        if answer is None:
            await self.app(scope, _replay(messages, receive), send)
            return
        body, model = answer
        length = (b"content-length", b"%d" % len(body))
        headers = [*model.raw_headers, length, (b"content-type", _JSON)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _is_usual(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["path"] != PATH or scope["method"] != "POST":
        return False
    if scope["query_string"] or scope.get("root_path"):
        return False
    json = False
    for name, value in scope["headers"]:
        if name == b"content-type":
            json = value == _JSON
        elif name in _OTHERS:
            return False
    return json


async def _read(receive: Receive, limit: int) -> tuple[list[Message], bytes | None]:
    """Return what was received, and the body if that is all of it and no more than *limit*."""
    messages: list[Message] = []
    body = b""
    while len(body) <= limit:
        message = await receive()
        messages.append(message)
        if message["type"] != "http.request":
            return messages, None
        body += message.get("body", b"")
        if not message.get("more_body"):
            return messages, body if len(body) <= limit else None
    return messages, None


def _answer(model: Model | None, body: bytes) -> tuple[bytes, Model] | None:
    if model is None:
        return None
    try:
        return predict(model, body), model
    except ServingError:
        return None


def _replay(messages: list[Message], receive: Receive) -> Receive:
    """Return a channel that gives *messages* once more, and then what is left."""
    pending = iter(messages)

    async def replay() -> Message:
        return next(pending, None) or await receive()

    return replay
