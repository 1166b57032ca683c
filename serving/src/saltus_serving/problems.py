"""Every error answer: an RFC 9457 problem document, and the handlers that write it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from saltus_serving.errors import STATUS, Finding, InvalidRequestError, RequestError, ServingError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fastapi import FastAPI, Request
    from starlette.responses import Response

    from saltus_serving.served import Served

MEDIA_TYPE = "application/problem+json"
MAX_ERRORS = 100
"""A document lists no more errors than this; its detail tells how many there are."""
MAX_FIELD_LENGTH = 200

# Python 3.13 renamed these two; an answer must not depend on the interpreter.
_TITLES = {413: "Content Too Large", 422: "Unprocessable Content"}


class ProblemEntry(BaseModel):
    """One thing that is wrong with a request."""

    field: str = Field(description="where: an input, `rows.3.<input>`, `query.<name>` or `body`")
    code: str = Field(description="what, as a slug that does not change")
    message: str = Field(description="what, for a person")


class Problem(BaseModel):
    """An RFC 9457 problem document."""

    type: str = Field(default="about:blank", description="always `about:blank`")
    title: str = Field(description="the phrase of the status")
    status: int
    detail: str = Field(description="what went wrong with this request")
    errors: list[ProblemEntry] = Field(description=f"the first {MAX_ERRORS} errors, by field")


class ProblemResponse(JSONResponse):
    """A problem document on its way out."""

    media_type = MEDIA_TYPE

    def __init__(
        self,
        status: int,
        detail: str,
        errors: Sequence[Finding] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        content = {
            "type": "about:blank",
            "title": _TITLES.get(status) or HTTPStatus(status).phrase,
            "status": status,
            "detail": _utf8(detail),
            "errors": [_entry(error) for error in errors[:MAX_ERRORS]],
        }
        super().__init__(content, status_code=status, headers=headers)


def install_handlers(app: FastAPI) -> None:
    """Make *app* answer every error with a problem document."""
    app.exception_handler(ServingError)(_on_serving_error)
    app.exception_handler(RequestValidationError)(_on_validation_error)
    app.exception_handler(HTTPException)(_on_http_exception)


def _entry(error: Finding) -> dict[str, str]:
    # A client chooses the names of unknown fields: any length, and characters UTF-8 cannot carry.
    field = _utf8(error.field[:MAX_FIELD_LENGTH])
    return {"field": field, "code": error.code, "message": error.message}


def _utf8(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _identity_headers(request: Request) -> Mapping[str, str] | None:
    served: Served | None = getattr(request.state, "served", None)
    return served.headers if served else None


async def _on_serving_error(request: Request, error: ServingError) -> Response:
    errors = error.errors if isinstance(error, RequestError) else ()
    status = next(STATUS[cls] for cls in type(error).__mro__ if cls in STATUS)
    return ProblemResponse(status, str(error), errors, _identity_headers(request))


async def _on_validation_error(request: Request, error: RequestValidationError) -> Response:
    errors = [
        Finding(".".join(str(part) for part in entry["loc"]), entry["type"], entry["msg"])
        for entry in error.errors()
    ]
    return await _on_serving_error(request, InvalidRequestError(errors))


async def _on_http_exception(_request: Request, error: HTTPException) -> Response:
    return ProblemResponse(error.status_code, error.detail, headers=error.headers)
