"""What the service answers besides probes and documentation."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from saltus_serving.body import read_json_body
from saltus_serving.dependencies import ServedModel  # noqa: TC001 - FastAPI reads annotations
from saltus_serving.description import ModelDescription
from saltus_serving.openapi import problem, ref
from saltus_serving.scorer import Options, predict, predict_batch

router = APIRouter()

_HEADERS = {
    name: {"description": description, "required": True, "schema": {"type": "string"}}
    for name, description in {
        "x-model-version": "version of the model that answered",
        "x-model-digest": "sha256 of that model, in hex",
        "x-schema-fingerprint": "sha256 of what its requests and answers consist of, in hex",
    }.items()
}
Responses = dict[int | str, dict[str, Any]]

_REFUSALS: Responses = {
    413: problem("The body has too many bytes, or the batch too many rows."),
    415: problem("The body is declared to be something else than JSON."),
    422: problem("The body or the query is refused, or Spark would drop the row or raise on it."),
}
_UNAVAILABLE: Responses = {503: problem("No model is being served.")}

# A row of this size is not one of a usual model; decoding it would hold up other requests.
_INLINE_BYTES = 64 * 1024


def _described(request: str, response: str, description: str) -> dict[str, Any]:
    content = {"application/json": {"schema": ref(response)}}
    answered: Responses = {200: {"description": description, "content": content}, **_REFUSALS}
    named = {status: answer | {"headers": _HEADERS} for status, answer in answered.items()}
    body = {"required": True, "content": {"application/json": {"schema": ref(request)}}}
    return {
        "response_class": Response,
        "responses": named | _UNAVAILABLE,
        "openapi_extra": {"requestBody": body},
    }


async def wanted(
    outputs: Annotated[
        str, Query(description="Columns of the pipeline to add, separated by commas.")
    ] = "",
    warnings: Annotated[
        bool, Query(description="Tell also what was accepted and looks suspicious.")
    ] = False,
) -> Options:
    """Return what the query asks for."""
    names = dict.fromkeys(name for name in outputs.split(",") if name)
    return Options(tuple(names), warnings)


Wanted = Annotated[Options, Depends(wanted)]


@router.post(
    "/predict",
    tags=["predictions"],
    summary="Predict for one row",
    **_described("PredictRequest", "PredictAnswer", "The prediction."),
)
async def predict_one(request: Request, served: ServedModel, options: Wanted) -> Response:
    """Takes one flat object of the model's inputs."""
    body = await read_json_body(request, request.app.state.settings.max_body_bytes)
    # The usual row takes microseconds: handing it to a thread would cost more than scoring it.
    if len(body) <= _INLINE_BYTES:
        answer = predict(served.model, body, options)
    else:
        answer = await run_in_threadpool(predict, served.model, body, options)
    served.answered += 1
    return _json(answer, served.headers)


@router.post(
    "/predict/batch",
    tags=["predictions"],
    summary="Predict for several rows",
    **_described("BatchRequest", "BatchAnswer", "The predictions, in the order of the rows."),
)
async def predict_many(request: Request, served: ServedModel, options: Wanted) -> Response:
    """Takes `rows`, a list of such objects. A row that Spark would drop has null for an answer."""
    settings = request.app.state.settings
    body = await read_json_body(request, settings.max_body_bytes)
    limit = settings.max_batch_rows
    answer = await run_in_threadpool(predict_batch, served.model, body, options, max_rows=limit)
    served.answered += 1
    return _json(answer, served.headers)


@router.get("/model", tags=["model"], summary="Which model is it?", responses=_UNAVAILABLE)
async def model_description(served: ServedModel) -> ModelDescription:
    """Tells which model is live, how far it has been proven, and how good it was in training."""
    return ModelDescription.of(served.model)


@router.get(
    "/model/schema",
    tags=["model"],
    summary="What does it take and give?",
    response_class=Response,
    responses={
        200: {
            "description": "The feature schema, as the bundle has it under notes/.",
            "content": {"application/json": {"schema": {"type": "object"}}},
        },
        **_UNAVAILABLE,
    },
)
async def model_schema(served: ServedModel) -> Response:
    """Returns the declaration of the model's inputs and outputs."""
    return _json(served.model.schema.to_json().encode(), {})


def _json(content: bytes, headers: dict[str, str]) -> Response:
    return Response(content, media_type="application/json", headers=headers)
