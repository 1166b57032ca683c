"""Probes: is the process alive, and may it get traffic."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from saltus_serving.dependencies import ServedModel  # noqa: TC001 - FastAPI reads annotations
from saltus_serving.openapi import problem

router = APIRouter(prefix="/health", tags=["health"])


class Live(BaseModel):
    """The process answers."""

    status: Literal["live"] = "live"


class Ready(BaseModel):
    """A verified model is being served."""

    status: Literal["ready"] = "ready"


@router.get("/live", summary="Is the process alive?")
async def live() -> Live:
    """Answers 200 as long as the process can answer at all."""
    return Live()


@router.get(
    "/ready",
    summary="May it get traffic?",
    responses={503: problem("No model is being served.")},
)
async def ready(_model: ServedModel) -> Ready:
    """Answers 200 once a verified model is being served, 503 until then."""
    return Ready()
