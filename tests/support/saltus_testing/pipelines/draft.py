"""A pipeline while it is drawn, and once it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from hypothesis import strategies as st

from saltus_testing.mleap import Json, node, strings
from saltus_testing.reference.values import Dropped, Raised

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hypothesis.strategies import DrawFn, SearchStrategy

T = TypeVar("T")
Kind = Literal["number", "int", "boolean", "text", "tokens", "vector"]
Row = dict[str, Any]

LARGEST = 12


@dataclass(frozen=True)
class Column:
    """A column.

    Attributes:
        size: Elements of a vector.
        exact: Whether no sum of products and no power has gone into it.
        categories: Of a number: how many indices it may be, where it is an index.
    """

    name: str
    kind: Kind
    size: int = 1
    exact: bool = True
    categories: int = 0

    @property
    def type(self) -> str:
        """The type, as the runtime spells it."""
        types = {"number": "double", "text": "string", "tokens": "list<string>"}
        return f"vector[{self.size}]" if self.kind == "vector" else types.get(self.kind, self.kind)


@dataclass(frozen=True)
class Stage:
    """A stage: what the bundle says of it, and the reference."""

    op: str
    inputs: Mapping[str, Column]
    outputs: Mapping[str, Column]
    attributes: Json
    score: Callable[..., Mapping[str, Any]]
    files: Mapping[str, Any] = field(default_factory=dict)

    def apply(self, row: Row) -> Row:
        """Return the columns that the stage adds to *row*."""
        given = self.score(*(row[column.name] for column in self.inputs.values()))
        return {column.name: given[port] for port, column in self.outputs.items()}


@dataclass(frozen=True)
class Pipeline:
    """Stages over input columns."""

    inputs: tuple[Column, ...]
    stages: tuple[Stage, ...]

    @property
    def outputs(self) -> list[Column]:
        """The columns that the stages add, in their order."""
        return [column for stage in self.stages for column in stage.outputs.values()]

    def files(self) -> dict[str, Any]:
        """Return the files of the bundle, named without their extension."""
        names = [f"{stage.op}_{position}" for position, stage in enumerate(self.stages)]
        files: dict[str, Any] = {
            "root/node": node("pipeline", {}, {}),
            "root/model": {"op": "pipeline", "attributes": {"nodes": strings(*names)}},
        }
        for name, stage in zip(names, self.stages, strict=True):
            ports = [
                {port: column.name for port, column in columns.items()}
                for columns in (stage.inputs, stage.outputs)
            ]
            folder = f"root/{name}.node"
            files[f"{folder}/node"] = node(name, *ports)
            files[f"{folder}/model"] = {"op": stage.op, "attributes": stage.attributes}
            files |= {f"{folder}/{path}": content for path, content in stage.files.items()}
        return files

    def score(self, row: Row) -> Row | str | None:
        """Return the columns added, `None` for a dropped row, or the op that raises."""
        cells = dict(row)
        for stage in self.stages:
            try:
                cells |= stage.apply(cells)
            except Dropped:
                return None
            except Raised:
                return stage.op
        return {column.name: cells[column.name] for column in self.outputs}


class Draft:
    """Draws one stage after the other; each reads columns that are there, or new inputs."""

    def __init__(self, draw: DrawFn) -> None:
        self._draw = draw
        self._inputs: list[Column] = []
        self._columns: list[Column] = []
        self._stages: list[Stage] = []

    def draw(self, strategy: SearchStrategy[T]) -> T:
        return self._draw(strategy)

    def choice(self, *values: T) -> T:
        return self._draw(st.sampled_from(values))

    def number(self) -> float:
        """Draw a parameter: one that sums and products of hold exactly."""
        return self._draw(st.integers(-64, 64) | st.sampled_from([0, 4, 8, -8])) / 8

    def numbers(self, count: int) -> list[float]:
        return [self.number() for _ in range(count)]

    def column(self, kind: Kind, *, inexact: bool = False, **limits: Any) -> Column:
        """Pick a column or add an input."""
        found = [column for column in self._columns if column.kind == kind]
        found = [column for column in found if column.exact or inexact]
        found = [column for column in found if column.size <= limits.get("largest", LARGEST)]
        picked = self.choice(*found[::-1], None)
        return picked or self._add_input(kind, largest=min(4, limits.get("largest", LARGEST)))

    def index(self) -> Column:
        """Pick a column of indices or add an input."""
        found = [column for column in self._columns if column.categories]
        picked = self.choice(*found[::-1], None)
        return picked or self._add_input("number", categories=self._draw(st.integers(1, 4)))

    def vector(self, *, inexact: bool = False, largest: int = LARGEST) -> Column:
        return self.column("vector", inexact=inexact, largest=largest)

    def made(self, kind: Kind, size: int = 1, *, exact: bool, categories: int = 0) -> Column:
        """Name a column that a stage adds."""
        name = f"c{len(self._columns)}"
        column = Column(name, kind, size, exact, categories)
        self._columns.append(column)
        return column

    def add(self, stage: Stage) -> None:
        self._stages.append(stage)

    def finish(self) -> Pipeline:
        return Pipeline(tuple(self._inputs), tuple(self._stages))

    def _add_input(self, kind: Kind, *, largest: int = 1, categories: int = 0) -> Column:
        size = self._draw(st.integers(1, largest)) if kind == "vector" else 1
        column = self.made(kind, size, exact=True, categories=categories)
        self._inputs.append(column)
        return column
