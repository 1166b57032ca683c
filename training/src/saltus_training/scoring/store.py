"""The active bundle of a store, for jobs that follow it.

The layout is the one that docs/scoring.md states: the state with the highest number is in force and
names the bundle by the sha256 of its file.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from saltus_training.scoring.model import ScoringError, ScoringModel

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class ActiveModel:
    """Gives the active bundle of a model, which is loaded anew only when another one is promoted.

    Attributes:
        store: The store's folder.
        name: The model.
    """

    store: Path
    name: str
    _loaded: tuple[str, ScoringModel] | None = field(default=None, init=False)

    def __call__(self) -> ScoringModel:
        """Return the model that is active now.

        Raises:
            ScoringError: None is active, or its file is damaged.
        """
        digest = self._active()
        if self._loaded is None or self._loaded[0] != digest:
            path = self.store / self.name / "versions" / f"{digest}.zip"
            model = ScoringModel.load(path)
            if hashlib.sha256(model.content).hexdigest() != digest:
                raise ScoringError(str(path), "is damaged: push the bundle again")
            self._loaded = digest, model
        return self._loaded[1]

    def _active(self) -> str:
        folder = self.store / self.name / "state"
        states = {int(path.stem): path for path in folder.glob("*.json") if path.stem.isdecimal()}
        if not states:
            raise ScoringError(str(folder), "no bundle is active: promote one")
        newest = states[max(states)]
        try:
            active = json.loads(newest.read_bytes())["active"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ScoringError(str(newest), f"is not a state: {error!r}") from error
        if not isinstance(active, str):
            raise ScoringError(str(newest), "no bundle is active: promote one")
        return active
