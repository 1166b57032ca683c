"""Puts the application together."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI

from saltus_serving import health, models, routes
from saltus_serving.docs import install_docs
from saltus_serving.fast_lane import FastLaneMiddleware
from saltus_serving.hosting import BundleHosting
from saltus_serving.lifecycle import Lifecycle, long_lived
from saltus_serving.logs import configure_logging
from saltus_serving.middleware import StartupErrorMiddleware, UnexpectedErrorMiddleware
from saltus_serving.openapi import install_openapi
from saltus_serving.problems import install_handlers
from saltus_serving.rollout import Policy
from saltus_serving.rollout.hosting import StoreHosting
from saltus_serving.settings import Settings
from saltus_serving.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from saltus_serving.hosting import Hosting
    from saltus_serving.model import Model


def create_app(settings: Settings | None = None, *, model: Model | None = None) -> FastAPI:
    """Return the service as an ASGI application.

    Also the factory for a server of your own:
    `SALTUS_BUNDLE=model.zip uvicorn --factory saltus_serving:create_app`.

    Args:
        settings: What to serve and how; read from the environment if absent.
        model: The model to serve, if it is already loaded. Otherwise the application loads and
            verifies the bundle of the settings when it starts, and does not start without it.

    Raises:
        SettingsError: A setting is missing or cannot be used.
    """
    settings = settings or Settings.read()
    configure_logging(settings.log_level, settings.log_format, access=settings.access_log)
    app = FastAPI(
        title="Saltus",
        lifespan=_lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.settings = settings
    app.state.lifecycle = Lifecycle(settings.drain_seconds)
    app.state.hosting = hosting(settings, model, app.state.lifecycle)
    app.add_middleware(FastLaneMiddleware)
    app.add_middleware(UnexpectedErrorMiddleware, lifecycle=app.state.lifecycle)
    app.add_middleware(StartupErrorMiddleware)
    app.include_router(routes.router)
    app.include_router(models.router)
    app.include_router(health.router)
    app.include_router(health.metrics_router)
    install_openapi(app)
    install_docs(app)
    install_handlers(app)
    return app


def hosting(settings: Settings, model: Model | None, lifecycle: Lifecycle) -> Hosting:
    """Return what serves the bundle, or the store, of the settings."""
    if settings.store is None:
        bundle = settings.bundle or Path()
        return BundleHosting(bundle, model, require_golden=settings.require_golden)
    store = Store.at(settings.store)
    return StoreHosting(store, settings.model, Policy.of(settings), lifecycle)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    with app.state.lifecycle.installed():
        try:
            await app.state.hosting.start()
            app.state.lifecycle.started = True
            with long_lived():
                yield
        finally:
            await app.state.hosting.stop()
