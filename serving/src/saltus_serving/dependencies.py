"""What a route gets from the application."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from saltus_serving.errors import ModelUnavailableError, TokenRefusedError
from saltus_serving.served import Served

if TYPE_CHECKING:
    from pydantic import SecretStr

    from saltus_serving.hosting import Hosting

PREVIEW_HEADER = "x-preview"


async def served_model(request: Request) -> Served:
    """Return what answers this request, the whole of it.

    With the header `x-preview: candidate` and the service's token that is the candidate.

    Raises:
        ModelUnavailableError: No model is being served.
        UnknownModelError: None of that name is.
        TokenRefusedError: A preview is asked for without the token.
    """
    hosting: Hosting = request.app.state.hosting
    name = request.path_params.get("name")
    if PREVIEW_HEADER in request.headers:
        check_token(request, request.app.state.settings.admin_token)
        candidate = hosting.lane(name).candidate
        if candidate is None:
            raise ModelUnavailableError
        request.state.served = candidate
        return candidate
    served = hosting.served(name)
    request.state.served = served
    return served


def check_token(request: Request, token: SecretStr | None) -> None:
    """Do nothing if the request carries the token; it is compared in constant time.

    Raises:
        TokenRefusedError: It does not, or there is no token.
    """
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    expected = "" if token is None else token.get_secret_value()
    equal = hmac.compare_digest(given.strip().encode(), expected.encode())
    if not expected or scheme.lower() != "bearer" or not equal:
        raise TokenRefusedError


ServedModel = Annotated[Served, Depends(served_model)]
