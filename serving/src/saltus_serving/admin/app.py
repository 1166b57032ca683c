"""The admin API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI, Request

from saltus_serving.admin import routes
from saltus_serving.admin.operations import Operations
from saltus_serving.dependencies import check_token
from saltus_serving.errors import ServingError, SettingsError
from saltus_serving.problems import ProblemResponse, install_handlers
from saltus_serving.rollout import Policy
from saltus_serving.status_codes import status_of
from saltus_serving.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import SecretStr
    from starlette.responses import Response


def create_admin(store: Path, token: SecretStr | None, policy: Policy | None = None) -> FastAPI:
    """Return the admin API of a store as an ASGI application.

    Args:
        store: The folder of the store.
        token: What every request has to carry as `authorization: Bearer`.
        policy: What bundles have to comply with.

    Raises:
        SettingsError: There is no token.
        StoreError: There is something else in the store's place.
    """
    if token is None or not token.get_secret_value():
        raise SettingsError("admin_token", "is not set; choose a long random text")

    async def authorized(request: Request) -> None:
        check_token(request, token)

    app = FastAPI(title="Saltus admin", openapi_url=None, redirect_slashes=False)
    app.state.store = Store.at(store)
    app.state.policy = policy or Policy()
    app.state.operations = Operations()
    app.include_router(routes.router, dependencies=[Depends(authorized)])
    app.add_api_route("/health/live", routes.live, include_in_schema=False)
    install_handlers(app)
    app.exception_handler(ServingError)(_on_serving_error)
    return app


async def _on_serving_error(_request: Request, error: ServingError) -> Response:
    status = status_of(error)
    headers = {"www-authenticate": "Bearer"} if status == 401 else None
    return ProblemResponse(status, str(error), headers=headers)
