"""What a cell of a row holds, and how a row may end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

T = TypeVar("T")


class Raised(Exception):  # noqa: N818 - an outcome of a row, as are those below
    """Spark raises on the row."""


class Dropped(Exception):  # noqa: N818
    """Spark filters the row out."""


class Undefined(Exception):  # noqa: N818
    """Spark's answer hangs on the last bits of a sum, or is not known."""


@dataclass(frozen=True)
class Vector:
    """A vector of doubles; a sparse one stores some elements only, zeros perhaps among them."""

    size: int
    stored: Mapping[int, float]
    dense: bool = False

    @classmethod
    def of(cls, values: Iterable[float]) -> Vector:
        """Return a dense vector."""
        stored = dict(enumerate(values))
        return cls(len(stored), stored, dense=True)

    def __getitem__(self, index: int) -> float:
        return self.stored.get(index, 0.0)

    def values(self) -> list[float]:
        return [self[index] for index in range(self.size)]

    def map(self, function: Callable[[int, float], float]) -> Vector:
        """Change every stored element; the form stays."""
        changed = {index: function(index, value) for index, value in self.stored.items()}
        return Vector(self.size, changed, self.dense)

    def compressed(self) -> Vector:
        """Return the form that takes fewer bytes in Spark 4; a sparse one stores no zeros."""
        stored = {index: value for index, value in sorted(self.stored.items()) if value != 0.0}
        if 12 * len(stored) + 16 < 8 * self.size:
            return Vector(self.size, stored)
        return Vector.of(self.values())


def present(value: T | None) -> T:
    """Return a value that Spark's function takes apart, so that null raises."""
    if value is None:
        raise Raised
    return value


def total(values: Iterable[float]) -> float:
    """Add from left to right, without the corrections of Python's own sum."""
    result = 0.0
    for value in values:
        result += value
    return result


def plain(value: Any) -> Any:
    """Return a cell as the runtime gives it: vectors are lists."""
    return value.values() if isinstance(value, Vector) else value
