"""The bundle that answers, and where a request finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from saltus_serving.model import Model


class Served:
    """A model in service. It never changes but for its count; a swap puts another in its place.

    Attributes:
        model: What answers.
        generation: The change that made it answer; None where there is no store.
        headers: Who answers, as headers of an answer.
        raw_headers: The same as a server takes them.
        answered: How many requests it has answered in this process.
    """

    __slots__ = ("__weakref__", "answered", "generation", "headers", "model", "raw_headers")

    def __init__(self, model: Model, generation: int | None = None) -> None:
        self.model = model
        self.generation = generation
        named = {} if generation is None else {"x-generation": str(generation)}
        self.headers = {**model.headers, **named}
        self.raw_headers = [(k.encode(), v.encode()) for k, v in self.headers.items()]
        self.answered = 0


class Lane(Protocol):
    """The place of one model: what is there at the moment answers.

    Attributes:
        name: The model's name, as paths have it.
        served: What answers; None until a bundle has passed its checks. Whoever answers a
            request reads it once, so that one bundle gives the whole answer.
        candidate: What a preview is answered with.
        ready: Whether requests may come.
        wanted: Whether a bundle shall answer here.
    """

    name: str

    @property
    def served(self) -> Served | None: ...

    @property
    def candidate(self) -> Served | None: ...

    @property
    def ready(self) -> bool: ...

    @property
    def wanted(self) -> bool: ...


class FixedLane:
    """The place of a model that stays: that of `saltus serve BUNDLE`."""

    candidate = None
    ready = True
    wanted = True

    def __init__(self, model: Model) -> None:
        self.name = model.identity.name
        self.served = Served(model)
