"""The models that are hosted here, each with routes of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from saltus_serving import docs, openapi, routes

if TYPE_CHECKING:
    from saltus_serving.hosting import Hosting
    from saltus_serving.served import Lane

PREFIX = "/models/{name}"

router = APIRouter()
# The document of a model describes them at its own address.
router.include_router(routes.router, prefix=PREFIX, include_in_schema=False)
router.add_route(PREFIX + openapi.OPENAPI_PATH, openapi.respond, include_in_schema=False)
router.add_route(PREFIX + docs.DOCS_PATH, docs.swagger, include_in_schema=False)


class HostedModel(BaseModel):
    """A model and where it answers."""

    name: str
    path: str = Field(description="where its routes begin")
    ready: bool = Field(description="whether it takes requests")
    version: str | None = Field(description="version of the bundle that answers")
    digest: str | None = Field(description="sha256 of that model, in hex")
    generation: int | None = Field(description="the change that made it answer, in a store")

    @classmethod
    def of(cls, name: str, lane: Lane) -> HostedModel:
        """Describe a lane."""
        served = lane.served
        identity = None if served is None else served.model.identity
        return cls(
            name=name,
            path=f"/models/{name}",
            ready=lane.ready,
            version=None if identity is None else identity.version,
            digest=None if identity is None else identity.digest,
            generation=None if served is None else served.generation,
        )


class HostedModels(BaseModel):
    """All models of this service."""

    models: list[HostedModel]


@router.get("/models", tags=["model"], summary="Which models are there?")
async def hosted_models(request: Request) -> HostedModels:
    """Lists the models that are hosted; each answers under `/models/{name}/` as well."""
    hosting: Hosting = request.app.state.hosting
    return HostedModels(models=[HostedModel.of(name, lane) for name, lane in hosting.lanes.items()])
