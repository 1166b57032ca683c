"""Probes: is the process alive, and may it get traffic."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel

from saltus_serving.errors import ModelUnavailableError
from saltus_serving.metrics import worker_exposition
from saltus_serving.openapi import problem

router = APIRouter(prefix="/health", tags=["health"])


class Live(BaseModel):
    """The process answers."""

    status: Literal["live"] = "live"


class Ready(BaseModel):
    """Every model that shall be served is."""

    status: Literal["ready"] = "ready"


metrics_router = APIRouter(tags=["health"])


@metrics_router.get("/metrics", summary="What are its figures?", response_class=PlainTextResponse)
async def metrics(request: Request) -> Response:
    """Returns the figures of this worker for Prometheus, made of plain counts."""
    content, media_type = worker_exposition(request.app.state.hosting.reports())
    return Response(content, media_type=media_type)


@router.get("/live", summary="Is the process alive?")
async def live() -> Live:
    """Answers 200 as long as the process can answer at all."""
    return Live()


@router.get(
    "/ready",
    summary="May it get traffic?",
    responses={503: problem("No model is being served.")},
)
async def ready(request: Request) -> Ready:
    """Answers 200 while a verified bundle of every model is served and the process goes on."""
    state = request.app.state
    if state.lifecycle.draining or not state.hosting.ready:
        raise ModelUnavailableError
    return Ready()
