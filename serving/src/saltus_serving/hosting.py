"""The models of one process, and where requests find them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from saltus_serving.errors import ModelUnavailableError, UnknownModelError
from saltus_serving.loading import load_model
from saltus_serving.served import FixedLane
from saltus_serving.store import WorkerReport
from saltus_serving.store.workers import this_host

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from saltus_serving.model import Model
    from saltus_serving.served import Lane, Served

PREDICT_PATH = "/predict"


def model_prefix(name: str) -> str:
    """Return where the routes of a model begin."""
    return f"/models/{name}"


class Hosting:
    """Some models, each in its lane.

    Attributes:
        lanes: Lanes by the model's name.
        by_path: Lanes by the path of their predictions, for whoever is in a hurry.
    """

    def __init__(self) -> None:
        self.lanes: Mapping[str, Lane] = {}
        self.by_path: Mapping[str, Lane] = {}

    def show(self, lanes: Mapping[str, Lane]) -> None:
        """Put *lanes* where requests find them."""
        self.lanes = lanes
        paths = {f"{model_prefix(name)}{PREDICT_PATH}": lane for name, lane in lanes.items()}
        if (only := self._only(lanes)) is not None:
            paths[PREDICT_PATH] = only
        self.by_path = paths

    def lane(self, name: str | None) -> Lane:
        """Return the lane of a model; of the only one there is if *name* is None.

        Raises:
            ModelUnavailableError: There is none.
            UnknownModelError: There is none of that name, or a name is needed.
        """
        if name is not None:
            if name not in self.lanes:
                raise UnknownModelError(name, [*self.lanes])
            return self.lanes[name]
        only = self._only(self.lanes)
        if only is not None:
            return only
        if len(self.lanes) > 1:
            raise UnknownModelError(None, [*self.lanes])
        raise ModelUnavailableError

    def served(self, name: str | None) -> Served:
        """Return what answers for a model at this moment.

        Raises:
            ModelUnavailableError: Nothing does.
            UnknownModelError: See `lane`.
        """
        served = self.lane(name).served
        if served is None:
            raise ModelUnavailableError
        return served

    @property
    def ready(self) -> bool:
        """Whether every model that shall be served is."""
        wanted = [lane for lane in self.lanes.values() if lane.wanted]
        return bool(wanted) and all(lane.ready for lane in wanted)

    def reports(self) -> list[tuple[str, WorkerReport]]:
        """Return what this process has of each model."""
        return [
            (
                name,
                WorkerReport(
                    instance=str(os.getpid()),
                    host=this_host(),
                    pid=os.getpid(),
                    active=lane.served.model.bundle.digest,
                    accepts=lane.ready,
                    answered=lane.served.answered,
                ),
            )
            for name, lane in self.lanes.items()
            if lane.served is not None
        ]

    async def start(self) -> None:
        """Have everything in place before the first request comes."""

    async def stop(self) -> None:
        """Let go of everything."""

    def _only(self, lanes: Mapping[str, Lane]) -> Lane | None:
        """Return the model that needs no name: the only one, or the only one that is wanted."""
        candidates = [*lanes.values()]
        if len(candidates) > 1:
            candidates = [lane for lane in candidates if lane.wanted]
        return candidates[0] if len(candidates) == 1 else None


class BundleHosting(Hosting):
    """One bundle from a file. Nothing is written anywhere, and it never changes."""

    def __init__(self, path: Path, model: Model | None, *, require_golden: bool) -> None:
        super().__init__()
        self._path = path
        self._require_golden = require_golden
        self._host(model)

    async def start(self) -> None:
        """Load and verify the bundle, unless that has been done.

        Raises:
            BundleRefusedError: It will not be served.
        """
        if not self.lanes:
            self._host(load_model(self._path, require_golden=self._require_golden))

    def _host(self, model: Model | None) -> None:
        if model is not None:
            lane = FixedLane(model)
            self.show({lane.name: lane})
