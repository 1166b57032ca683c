"""What the admin API answers: the same functions as the commands."""

# ruff: noqa: FAST003 - `Known` takes the name

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.exceptions import HTTPException

from saltus_serving import rollout
from saltus_serving.admin.operations import Operation, Operations, described
from saltus_serving.body import read_body
from saltus_serving.loading import load_bytes
from saltus_serving.metrics import exposition
from saltus_serving.rollout.observer import Observer
from saltus_serving.rollout.promotion import DEFAULT_SECONDS, Promoter
from saltus_serving.status import ModelStatus, VersionStatus, version_statuses
from saltus_serving.store import ModelStore

if TYPE_CHECKING:
    from fastapi import FastAPI

    from saltus_serving.rollout import Policy
    from saltus_serving.store import Store

router = APIRouter()

# Of limited length, which is also what refuses text that is not Unicode.
Line = Annotated[str, StringConstraints(max_length=1000)]


class Order(BaseModel):
    """What every change may carry."""

    model_config = ConfigDict(extra="forbid", strict=True)

    if_generation: int | None = Field(default=None, ge=0, description="412 unless it is in force")
    reason: Line = Field(default="", description="why, for the history")
    actor: Line | None = Field(default=None, description="who asks")


class StageOrder(Order):
    """Which bundle to stage."""

    version: Line = Field(description="digest, the beginning of it, or version on the card")
    allow_breaking: Line | None = Field(default=None, description="why it may break clients")


class PromoteOrder(Order):
    """What to promote, and how long to wait for the workers."""

    version: Line | None = Field(default=None, description="stage it first; else the candidate")
    allow_breaking: Line | None = Field(default=None, description="why it may break clients")
    timeout: float = Field(default=DEFAULT_SECONDS, ge=0, le=3600)


# Of a request without a body.
_PLAIN, _CANDIDATE = Order(), PromoteOrder()


def known_model(request: Request, name: str) -> ModelStore:
    """Return the model that the path names.

    Raises:
        MissingError: The store does not have it.
    """
    store: Store = request.app.state.store
    return store.known(name)


Known = Annotated[ModelStore, Depends(known_model)]


def live() -> dict[str, str]:
    """Answers 200 as long as the process can answer at all."""
    return {"status": "live"}


@router.get("/openapi.json", include_in_schema=False)
def document(request: Request) -> dict[str, Any]:
    """Return what this API takes and gives."""
    app: FastAPI = request.app
    return app.openapi()


@router.get("/models")
def models(request: Request) -> list[ModelStatus]:
    """Return where every model stands."""
    store: Store = request.app.state.store
    found = [store.model(name) for name in store.models()]
    return [ModelStatus.of(model, Observer(model)) for model in found]


@router.get("/models/{name}")
def model_status(model: Known) -> ModelStatus:
    """Return where a model stands."""
    return ModelStatus.of(model, Observer(model))


@router.get("/models/{name}/versions")
def versions(model: Known) -> list[VersionStatus]:
    """Return the bundles of a model."""
    return version_statuses(model)


@router.post("/models/{name}/versions", status_code=201)
async def push(name: str, request: Request) -> dict[str, Any]:
    """Verify the bundle that is the body, and add it."""
    store, policy = request.app.state.store, request.app.state.policy
    content = await read_body(request, policy.max_bytes)
    return await run_in_threadpool(_push, store.model(name), content, policy)


def _push(model: ModelStore, content: bytes, policy: Policy) -> dict[str, Any]:
    loaded = load_bytes(Path("body"), content, require_golden=policy.require_golden)
    digest, new = model.push(content)
    return {"model": model.name, "version": loaded.identity.version, "digest": digest, "new": new}


@router.get("/models/{name}/history")
def history(model: Known) -> dict[str, Any]:
    """Return every change, and those that came too late."""
    return {"states": model.states.history(), "refused": model.states.refusals()}


@router.post("/models/{name}/stage")
def stage(model: Known, order: StageOrder) -> dict[str, Any]:
    """Make a bundle the candidate."""
    version = order.version
    state = rollout.stage(model, version, **order.model_dump(exclude={"version"}))
    return state.model_dump()


@router.post("/models/{name}/promote", status_code=202)
def promote(
    model: Known, request: Request, response: Response, order: PromoteOrder = _CANDIDATE
) -> Operation:
    """Begin to promote; the operation tells how far it is. 409 and 412 come at once, or there."""
    operations: Operations = request.app.state.operations
    rollout.changes.current(model, order.if_generation)
    options = order.model_dump(exclude={"version", "timeout"})

    def run(tell: Any) -> rollout.Promotion:
        policy = request.app.state.policy
        promoter = Promoter(model, seconds=order.timeout, policy=policy, progress=tell)
        return promoter.promote(order.version, **options)

    operation = operations.begin(model.name, run)
    response.headers["location"] = f"/operations/{operation.id}"
    return operation


@router.post("/models/{name}/rollback")
def rollback(model: Known, order: Order = _PLAIN) -> dict[str, Any]:
    """Let the previous bundle answer again, and return once every worker does."""
    return described(Promoter(model).rollback(**order.model_dump()))


@router.post("/models/{name}/abort")
def abort(model: Known, order: Order = _PLAIN) -> dict[str, Any]:
    """Give the candidate up."""
    return rollout.abort(model, **order.model_dump()).model_dump()


@router.get("/operations/{operation_id}")
def operation_status(operation_id: str, request: Request) -> Operation:
    """Return how far an operation is."""
    operations: Operations = request.app.state.operations
    operation = operations.get(operation_id)
    if operation is None:
        raise HTTPException(404, "no such operation here; the model's history has every change")
    return operation


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Return the figures of every model and of every worker, for Prometheus."""
    store: Store = request.app.state.store
    found = [store.model(name) for name in store.models()]
    statuses = [ModelStatus.of(model, Observer(model)) for model in found]
    content, media_type = exposition(statuses)
    return Response(content, media_type=media_type)
