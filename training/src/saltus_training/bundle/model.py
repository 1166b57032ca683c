"""The parts of a bundle before they become files."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from saltus_training.bundle.values import Value


@dataclass(frozen=True, slots=True)
class Socket:
    """Ties a port of a model to a column."""

    port: str
    name: str


@dataclass(frozen=True, slots=True)
class TreeFile:
    """The lines of a `tree.json`, packed: those of a forest would fill the memory.

    Attributes:
        nodes: How many lines there are.
        packed: The lines, compressed by zlib.
    """

    nodes: int
    packed: bytes

    @classmethod
    def of(cls, lines: bytes) -> TreeFile:
        """Packs lines."""
        return cls(lines.count(b"\n"), zlib.compress(lines, level=1))

    def unpack(self) -> bytes:
        """Returns the lines."""
        return zlib.decompress(self.packed)


@dataclass(frozen=True, slots=True)
class Model:
    """What an op computes with.

    Attributes:
        op: MLeap's name of the operation.
        attributes: Values by MLeap's names.
        tree: Its `tree.json`, for an op that has one.
        models: Models inside this one by folder name, such as `tree0`.
    """

    op: str
    attributes: Mapping[str, Value] = field(default_factory=dict)
    tree: TreeFile | None = None
    models: Mapping[str, Model] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Node:
    """A model with the columns it reads and writes; pipelines have children instead."""

    model: Model
    inputs: tuple[Socket, ...] = ()
    outputs: tuple[Socket, ...] = ()
    children: tuple[Node, ...] = ()


def pipeline(children: Iterable[Node], attributes: Mapping[str, Value] | None = None) -> Node:
    """A node that runs its children in order."""
    return Node(Model("pipeline", attributes or {}), children=tuple(children))
