"""Reads a request's body, never more of it than allowed."""

from __future__ import annotations

from contextlib import aclosing
from email.message import Message
from typing import TYPE_CHECKING

from saltus_serving.errors import BodyTooLargeError, MediaTypeError

if TYPE_CHECKING:
    from starlette.datastructures import Headers
    from starlette.requests import Request

# What clients send nearly always, so that the usual request skips the parser.
_PLAIN_JSON = frozenset({"application/json", "application/json; charset=utf-8"})


async def read_json_body(request: Request, limit: int) -> bytes:
    """Return the body of *request*, undecoded.

    Raises:
        MediaTypeError: The headers declare something else than JSON in UTF-8.
        BodyTooLargeError: There are more than *limit* bytes.
        starlette.requests.ClientDisconnect: The client left before it had sent all.
    """
    _check_media_type(request.headers)
    return await read_body(request, limit)


async def read_body(request: Request, limit: int) -> bytes:
    """Return the body of *request*, whatever it is.

    Raises:
        BodyTooLargeError: There are more than *limit* bytes.
        starlette.requests.ClientDisconnect: The client left before it had sent all.
    """
    if _declared_length(request.headers) > limit:
        raise BodyTooLargeError(limit)
    chunks = []
    size = 0
    async with aclosing(request.stream()) as stream:
        async for chunk in stream:
            size += len(chunk)
            if size > limit:
                raise BodyTooLargeError(limit)
            chunks.append(chunk)
    return b"".join(chunks)


def _declared_length(headers: Headers) -> int:
    # What is not a number is the server's to refuse; the bytes are counted in any case.
    try:
        return int(headers.get("content-length", "0"))
    except ValueError:
        return 0


def _check_media_type(headers: Headers) -> None:
    encoding = headers.get("content-encoding")
    if encoding is not None and encoding.lower() != "identity":
        raise MediaTypeError("content-encoding", encoding)
    declared = headers.get("content-type", "application/json")
    if declared in _PLAIN_JSON:
        return
    message = Message()
    message["content-type"] = declared
    charset = message.get_content_charset("utf-8")
    if message.get_content_type() != "application/json" or charset not in {"utf-8", "utf8"}:
        raise MediaTypeError("content-type", declared)
