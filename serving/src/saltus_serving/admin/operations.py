"""Changes under way, with their progress."""

from __future__ import annotations

import threading
import uuid
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, Field

from saltus_serving.errors import ServingError
from saltus_serving.status_codes import status_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from saltus_serving.rollout import Promotion

KEPT = 256
"""So many operations are remembered; the store's history has them all."""


class Progress(BaseModel):
    """One phase of an operation."""

    phase: str
    message: str


class Operation(BaseModel):
    """A change and how far it is."""

    id: str
    model: str
    change: Literal["promote"]
    status: Literal["running", "done", "failed"] = "running"
    progress: list[Progress] = Field(default_factory=list)
    result: dict[str, Any] | None = None
    error: str | None = None
    error_status: int | None = Field(default=None, description="as the answer would have it")


class Operations:
    """The operations that this process has begun."""

    def __init__(self) -> None:
        self._operations: OrderedDict[str, Operation] = OrderedDict()

    def get(self, name: str) -> Operation | None:
        """Return an operation."""
        return self._operations.get(name)

    def begin(
        self, model: str, promote: Callable[[Callable[[str, str], None]], Promotion]
    ) -> Operation:
        """Run a promotion in a thread of its own; it is told where to report its progress."""
        operation = Operation(id=uuid.uuid4().hex, model=model, change="promote")
        self._operations[operation.id] = operation
        while len(self._operations) > KEPT:
            self._operations.popitem(last=False)

        def tell(phase: str, message: str) -> None:
            last = operation.progress[-1] if operation.progress else None
            if last is None or (last.phase, last.message) != (phase, message):
                operation.progress.append(Progress(phase=phase, message=message))

        def run() -> None:
            try:
                operation.result = described(promote(tell))
                operation.status = "done"
            except ServingError as error:
                operation.error = str(error)
                operation.error_status = status_of(error)
                operation.status = "failed"
            except Exception as error:
                operation.error, operation.error_status = type(error).__name__, 500
                operation.status = "failed"
                raise

        threading.Thread(target=run, name=f"operation {operation.id[:8]}", daemon=True).start()
        return operation


def described(promotion: Promotion) -> dict[str, Any]:
    """Return how a change went, as JSON has it."""
    return {
        "state": promotion.state.model_dump(),
        "workers": promotion.workers,
        "died": promotion.died,
        "ready_seconds": promotion.ready_seconds,
        "converged_seconds": promotion.converged_seconds,
    }
