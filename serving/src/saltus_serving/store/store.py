"""The bundles of every model, what shall be served of them, and who serves them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from saltus_serving.store.errors import MissingError, ModelNameError, StoreError
from saltus_serving.store.local import LocalObjects
from saltus_serving.store.states import States
from saltus_serving.store.versions import Versions
from saltus_serving.store.workers import Workers

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from saltus_serving.store.objects import Objects

HOW_TO_BEGIN = "`saltus push BUNDLE --store DIR` adds one"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class Collected:
    """What the garbage collection removed.

    Attributes:
        versions: Digests of bundles.
        workers: Workers that were dead.
        temporary: Files that killed writers had left.
    """

    versions: list[str]
    workers: list[str]
    temporary: int


class ModelStore:
    """One model in a store.

    Attributes:
        name: The model's name.
        versions: Its bundles.
        states: What shall be served of them.
        workers: Who serves it.
    """

    def __init__(self, objects: Objects, name: str) -> None:
        if not _NAME.fullmatch(name):
            raise ModelNameError(name)
        self.name = name
        self._objects = objects
        self.versions = Versions(objects, f"{name}/versions")
        self.states = States(objects, f"{name}/state", f"{name}/refused")
        self.workers = Workers(objects, f"{name}/workers")

    def adding(self) -> AbstractContextManager[None]:
        """Keep the garbage collection away from what is being added."""
        return self._objects.guard(f"{self.name}/.lock")

    def push(self, content: bytes) -> tuple[str, bool]:
        """Add a bundle. See `Versions.push`."""
        with self.adding():
            return self.versions.push(content)

    def collect(self, *, keep: int = 0, never_staged: bool = False) -> Collected:
        """Remove bundles that are no longer used, and what the dead have left.

        The active, the previous and the candidate bundle stay, and one that was pushed and
        never staged as well, unless it is asked for.

        Args:
            keep: How many of those that were used last to keep besides.
            never_staged: Remove also bundles that were never staged.
        """
        with self._objects.guard(f"{self.name}/.lock", exclusive=True):
            history = self.states.history()
            used = [digest for state in reversed(history) for digest in sorted(state.in_use)]
            current = history[-1].in_use if history else frozenset()
            recent = [digest for digest in dict.fromkeys(used) if digest not in current]
            kept = current.union(recent[:keep])
            garbage = [
                digest
                for digest in self.versions.digests()
                if digest not in kept and (never_staged or digest in recent)
            ]
            for digest in garbage:
                self.versions.delete(digest)
            folders = ("versions", "state", "refused")
            temporary = sum(self._objects.sweep(f"{self.name}/{folder}") for folder in folders)
        dead = self.workers.remove_dead()
        return Collected(garbage, [report.instance for report in dead], temporary)


class Store:
    """A folder of models.

    Attributes:
        name: What it is called in messages.
    """

    def __init__(self, objects: Objects, name: str) -> None:
        self._objects = objects
        self.name = name

    @classmethod
    def at(cls, folder: Path) -> Store:
        """Return the store in a local folder, which need not be there yet.

        Raises:
            StoreError: There is something else in its place.
        """
        try:
            is_other = folder.exists() and not folder.is_dir()
        except OSError as error:
            raise StoreError(str(folder), error.strerror or str(error)) from None
        if is_other:
            raise StoreError(str(folder), "is not a folder; give the folder of a store")
        return cls(LocalObjects(folder.absolute()), str(folder))

    def model(self, name: str) -> ModelStore:
        """Return what the store holds of a model, which may be nothing.

        Raises:
            ModelNameError: It cannot be a name.
        """
        return ModelStore(self._objects, name)

    def models(self) -> list[str]:
        """Return the names of the models that have a bundle, sorted."""
        names = (name for name in self._objects.names("") if _NAME.fullmatch(name))
        return [name for name in names if self._has_something(name)]

    def _has_something(self, name: str) -> bool:
        """Tell a model from what is left of a push for which the disk was too full."""
        if self._objects.exists(f"{name}/state"):
            return True  # workers ask again and again, and there may be many versions
        folder = f"{name}/versions"
        return self._objects.exists(folder) and bool(self._objects.names(folder))

    def known(self, name: str | None) -> ModelStore:
        """Return a model that the store has; its only one if *name* is None.

        Raises:
            MissingError: There is no such model, or a name is needed.
        """
        names = self.models()
        if not names:
            raise MissingError(self.name, f"no models; {HOW_TO_BEGIN}")
        listed = ", ".join(names)
        if name is None:
            if len(names) != 1:
                reason = f"give --model NAME; the store has {listed}"
                raise MissingError(self.name, reason)
            return self.model(names[0])
        model = self.model(name)
        if name not in names:
            reason = f"no model `{name}`; the store has {listed}. Push a bundle first"
            raise MissingError(self.name, reason)
        return model
