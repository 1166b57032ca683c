"""What a route gets from the application."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from saltus_serving.errors import ModelUnavailableError
from saltus_serving.model import Model


async def served_model(request: Request) -> Model:
    """Return the model that answers this request, the whole of it.

    Raises:
        ModelUnavailableError: No model is being served.
    """
    model: Model | None = request.app.state.model
    if model is None:
        raise ModelUnavailableError
    request.state.model = model
    return model


ServedModel = Annotated[Model, Depends(served_model)]
