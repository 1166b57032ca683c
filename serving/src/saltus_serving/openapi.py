"""The OpenAPI document of the live model.

The routes refer to `PredictRequest`, `PredictAnswer` and so on by name. What those are depends
on the model, so the document is put together once for each.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from fastapi.concurrency import run_in_threadpool
from fastapi.openapi.utils import get_openapi
from pydantic_core import to_json
from saltus_schema import response_model
from starlette.responses import Response

from saltus_serving.dependencies import served_model
from saltus_serving.errors import RequestError
from saltus_serving.problems import MEDIA_TYPE, Problem
from saltus_serving.scorer import predict

if TYPE_CHECKING:
    from fastapi import FastAPI
    from pydantic import BaseModel
    from pydantic.json_schema import JsonSchemaMode
    from starlette.requests import Request

    from saltus_serving.model import Model

    Json = dict[str, Any]

OPENAPI_PATH = "/openapi.json"

# What an answer tells once for a batch, not again for each row.
_OF_THE_WHOLE = ("model", "warnings")


def ref(name: str) -> Json:
    """Return a reference to the component *name*."""
    return {"$ref": f"#/components/schemas/{name}"}


def problem(description: str) -> Json:
    """Return how an error answer is documented."""
    return {"description": description, "content": {MEDIA_TYPE: {"schema": ref("Problem")}}}


async def respond(request: Request) -> Response:
    """Answer with the live model's document, or with 304 to a client that has it already."""
    served = await served_model(request)
    name = request.path_params.get("name")
    content, etag = await run_in_threadpool(_rendered, request.app, served.model, name)
    headers = {"etag": etag, "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="application/json", headers=headers)


def install_openapi(app: FastAPI) -> None:
    """Serve the document of *app* and its live model."""
    # Kept as long as the model is, and no longer.
    app.state.documents = WeakKeyDictionary()
    app.add_route(OPENAPI_PATH, respond, include_in_schema=False)


def _rendered(app: FastAPI, model: Model, name: str | None) -> tuple[bytes, str]:
    documents: dict[str | None, tuple[bytes, str]] = app.state.documents.setdefault(model, {})
    if name not in documents:
        found = document(app, model)
        if name is not None:
            found["servers"] = [{"url": f"/models/{name}"}]
        content = to_json(found)
        documents[name] = content, f'"{hashlib.sha256(content).hexdigest()}"'
    return documents[name]


def document(app: FastAPI, model: Model) -> Json:
    """Return the document of *app* while it serves *model*."""
    found = get_openapi(
        title=model.identity.name,
        version=model.identity.version,
        routes=app.routes,
    )
    found["components"]["schemas"] |= _components(model, app.state.settings.max_batch_rows)
    _fill_in_examples(found["paths"], model)
    return found


def _components(model: Model, max_rows: int) -> Json:
    components: Json = {}
    request = _hoist(components, model.validator.model, "validation")
    answer = _hoist(components, response_model(model.schema), "serialization")
    components["Problem"] = _hoist(components, Problem, "serialization")
    row = json.loads(json.dumps(answer))
    for key in _OF_THE_WHOLE:
        del row["properties"][key]
        row["required"] = [name for name in row["required"] if name != key]
    finding = ref("ProblemEntry")
    components |= {
        "PredictRequest": request,
        "PredictAnswer": answer,
        "BatchRequest": _record(
            "Rows to be answered together.",
            rows={"type": "array", "items": ref("PredictRequest"), "maxItems": max_rows},
        ),
        "BatchAnswer": _record(
            "The answers, one for each row and in the same order.",
            ("errors", "warnings"),
            predictions={
                "type": "array",
                "items": {"anyOf": [ref("BatchPrediction"), {"type": "null"}]},
            },
            model=ref("ModelInfo"),
            errors={"type": "array", "items": finding, "description": "Why a row has no answer."},
            warnings={"type": "array", "items": finding, "description": "What looks suspicious."},
        ),
        "BatchPrediction": row | {"description": "The answer to one row.", "title": "Prediction"},
    }
    return components


def _record(description: str, optional: tuple[str, ...] = (), /, **properties: Json) -> Json:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _hoist(components: Json, cls: type[BaseModel], mode: JsonSchemaMode) -> Json:
    """Return the JSON Schema of *cls* after moving what it refers to into *components*."""
    schema = cls.model_json_schema(ref_template=ref("{model}")["$ref"], mode=mode)
    components |= schema.pop("$defs", {})
    return schema


def _fill_in_examples(paths: Json, model: Model) -> None:
    row = model.schema.example_row()
    _set_example(paths["/predict"]["post"]["requestBody"], row)
    _set_example(paths["/predict/batch"]["post"]["requestBody"], {"rows": [row]})
    try:
        answer = json.loads(predict(model, to_json(row)))
    except RequestError:
        return  # Spark would not take the example either; there is none to show
    _set_example(paths["/predict"]["post"]["responses"]["200"], answer)
    alone = {key: value for key, value in answer.items() if key not in _OF_THE_WHOLE}
    several = {"predictions": [alone], "model": answer["model"]}
    _set_example(paths["/predict/batch"]["post"]["responses"]["200"], several)


def _set_example(place: Json, example: Json) -> None:
    place["content"]["application/json"]["example"] = example
