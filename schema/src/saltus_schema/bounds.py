"""The range of a number."""

from __future__ import annotations

from dataclasses import dataclass

from saltus_schema.wording import show


@dataclass(frozen=True, slots=True)
class Bounds:
    """An inclusive range; None is an open end. `str` describes a range with at least one end."""

    minimum: float | None = None
    maximum: float | None = None

    def contains(self, value: float) -> bool:
        """Tell whether a number lies inside."""
        return (self.minimum is None or value >= self.minimum) and (
            self.maximum is None or value <= self.maximum
        )

    def __str__(self) -> str:
        match self.minimum, self.maximum:
            case minimum, None:
                return f"at least {show(minimum)}"
            case None, maximum:
                return f"at most {show(maximum)}"
        return f"between {show(self.minimum)} and {show(self.maximum)}"


UNBOUNDED = Bounds()
