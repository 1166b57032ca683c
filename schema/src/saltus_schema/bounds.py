"""The range of an ordered value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from saltus_schema.wording import show


class Rank(Protocol):
    """What values of one type are compared by: a number, or a text whose order is the values'."""

    def __le__(self, other: Any, /) -> bool: ...

    def __ge__(self, other: Any, /) -> bool: ...


@dataclass(frozen=True, slots=True)
class Bounds:
    """An inclusive range; None is an open end. `str` describes a range with at least one end."""

    minimum: Rank | None = None
    maximum: Rank | None = None

    def reaches(self, rank: Rank) -> bool:
        """Tell whether a value is not below the range."""
        return self.minimum is None or rank >= self.minimum

    def contains(self, rank: Rank) -> bool:
        """Tell whether a value lies inside."""
        below = self.maximum is None or rank <= self.maximum
        return below and self.reaches(rank)

    def within(self, own: Bounds) -> Bounds:
        """Return this range with its open ends closed where *own* has one."""
        return Bounds(
            own.minimum if self.minimum is None else self.minimum,
            own.maximum if self.maximum is None else self.maximum,
        )

    def __str__(self) -> str:
        match self.minimum, self.maximum:
            case minimum, None:
                return f"at least {show(minimum)}"
            case None, maximum:
                return f"at most {show(maximum)}"
        return f"between {show(self.minimum)} and {show(self.maximum)}"


UNBOUNDED = Bounds()
