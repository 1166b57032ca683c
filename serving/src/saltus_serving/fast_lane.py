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
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from saltus_serving.served import Lane, Served

LARGEST_BODY = 64 * 1024
"""A larger body would hold up other requests while it is read."""

_JSON = b"application/json"
_OTHERS = frozenset({b"content-encoding", b"expect", b"transfer-encoding", b"x-preview"})


class FastLaneMiddleware:
    """Answers what needs no more than a prediction, and passes on the rest."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, or let the application do it."""
        app = scope["app"]
        lane = _lane(app.state.hosting.by_path, scope)
        if lane is None:
            await self.app(scope, receive, send)
            return
        messages, body = await _read(receive, min(LARGEST_BODY, app.state.settings.max_body_bytes))
        answer = None if body is None else _answer(lane.served, body)
        if answer is None:
            await self.app(scope, _replay(messages, receive), send)
            return
        body, served = answer
        length = (b"content-length", b"%d" % len(body))
        headers = [*served.raw_headers, length, (b"content-type", _JSON)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _lane(lanes: Mapping[str, Lane], scope: Scope) -> Lane | None:
    """Return the lane of the model that a usual request is for."""
    if scope["type"] != "http" or scope["method"] != "POST":
        return None
    lane = lanes.get(scope["path"])
    if lane is None or scope["query_string"] or scope.get("root_path"):
        return None
    json = False
    for name, value in scope["headers"]:
        if name == b"content-type":
            json = value == _JSON
        elif name in _OTHERS:
            return None
    return lane if json else None


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


def _answer(served: Served | None, body: bytes) -> tuple[bytes, Served] | None:
    if served is None:
        return None
    try:
        answer = predict(served.model, body)
    except ServingError:
        return None
    served.answered += 1
    return answer, served


def _replay(messages: list[Message], receive: Receive) -> Receive:
    """Return a channel that gives *messages* once more, and then what is left."""
    pending = iter(messages)

    async def replay() -> Message:
        return next(pending, None) or await receive()

    return replay
