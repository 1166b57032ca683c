"""What saltus is measured beside: nothing but ASGI, and FastAPI as its documentation shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from pydantic import create_model

from benchmarks import sample

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

PYTHON_TYPES = {"string": str, "int": int, "double": float}


async def bare(
    scope: dict[str, Any],
    receive: Callable[[], Awaitable[dict[str, Any]]],
    send: Callable[[dict[str, Any]], Awaitable[None]],
) -> None:
    """Read the body, answer a constant: what any application on this server costs at least."""
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    headers = [(b"content-type", b"application/json"), (b"content-length", b"2")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"{}"})


def usual() -> FastAPI:
    """The usual route around the same scorer: a model for the body, a model for the answer."""
    bundle, schema, _ = sample.load()
    scorer = bundle.scorer(outputs=["prediction", "probability"])
    fields: dict[str, Any] = {
        field.name: (PYTHON_TYPES[field.type] | None, None if field.nullable else ...)
        for field in schema.inputs
    }
    request_model = create_model("PredictRequest", **fields)
    answer_model = create_model("PredictAnswer", prediction=float, probability=dict[str, float])
    app = FastAPI()

    def predict(row: Any) -> Any:
        scored = scorer.score(row.model_dump())
        assert scored is not None
        probability = dict(zip(schema.labels or (), scored["probability"], strict=True))
        return {"prediction": scored["prediction"], "probability": probability}

    async def predict_route(row: Any) -> Any:
        return predict(row)

    predict_route.__annotations__["row"] = request_model
    app.post("/predict", response_model=answer_model)(predict_route)
    return app
