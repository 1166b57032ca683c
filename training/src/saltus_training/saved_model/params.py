"""The parameters of a saved stage."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from saltus_training.errors import SavedModelError
from saltus_training.saved_model.linalg import read_vector

if TYPE_CHECKING:
    from collections.abc import Mapping

# Spark writes the doubles JSON cannot hold as these strings.
_SPECIAL_DOUBLES = {
    "NaN": float("nan"),
    "Inf": float("inf"),
    "-Inf": float("-inf"),
    "Infinity": float("inf"),
    "-Infinity": float("-inf"),
}


@dataclass(frozen=True, slots=True)
class Params:
    """Parameter values: those that were set, and the defaults of the Spark that saved the model."""

    set: Mapping[str, object] = field(default_factory=dict)
    defaults: Mapping[str, object] = field(default_factory=dict)

    def is_set(self, name: str) -> bool:
        """Tells whether the parameter was given a value, not only a default."""
        return name in self.set

    def get(self, name: str) -> object:
        """Returns a value of any type, None where there is none."""
        return self.set.get(name, self.defaults.get(name))

    def string(self, name: str) -> str:
        """Returns a string parameter."""
        value = self._get(name)
        if not isinstance(value, str):
            raise _unexpected(name, value, "a string")
        return value

    def optional_string(self, name: str) -> str | None:
        """Returns a string parameter, or None where it has no value."""
        return self.string(name) if self._has(name) else None

    def strings(self, name: str) -> tuple[str, ...]:
        """Returns a parameter that lists strings."""
        value = self._get(name)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise _unexpected(name, value, "a list of strings")
        return tuple(value)

    def boolean(self, name: str) -> bool:
        """Returns a boolean parameter."""
        value = self._get(name)
        if not isinstance(value, bool):
            raise _unexpected(name, value, "a boolean")
        return value

    def integer(self, name: str) -> int:
        """Returns an integer parameter."""
        return _integer(name, self._get(name))

    def integers(self, name: str) -> tuple[int, ...]:
        """Returns a parameter that lists integers."""
        value = self._get(name)
        if not isinstance(value, list):
            raise _unexpected(name, value, "a list of integers")
        return tuple(_integer(name, item) for item in value)

    def double(self, name: str) -> float:
        """Returns a double parameter."""
        return _double(name, self._get(name))

    def optional_double(self, name: str) -> float | None:
        """Returns a double parameter, or None where it has no value."""
        return self.double(name) if self._has(name) else None

    def doubles(self, name: str) -> tuple[float, ...]:
        """Returns a parameter that lists doubles."""
        value = self._get(name)
        if not isinstance(value, list):
            raise _unexpected(name, value, "a list of doubles")
        return tuple(_double(name, item) for item in value)

    def optional_doubles(self, name: str) -> tuple[float, ...] | None:
        """Returns a parameter that lists doubles, or None where it has no value."""
        return self.doubles(name) if self._has(name) else None

    def lists_of_doubles(self, name: str) -> tuple[tuple[float, ...], ...]:
        """Returns a parameter that lists lists of doubles."""
        value = self._get(name)
        if not isinstance(value, list) or not all(isinstance(item, list) for item in value):
            raise _unexpected(name, value, "lists of doubles")
        return tuple(tuple(_double(name, item) for item in items) for items in value)

    def vector(self, name: str) -> tuple[float, ...]:
        """Returns the dense values of a vector parameter."""
        value = self._get(name)
        if not isinstance(value, dict):
            raise _unexpected(name, value, "a vector")
        listed = value.get("values")
        if isinstance(listed, list):
            value = {**value, "values": [_double(name, item) for item in listed]}
        return read_vector(value)

    def _has(self, name: str) -> bool:
        return name in self.set or name in self.defaults

    def _get(self, name: str) -> object:
        if name in self.set:
            return self.set[name]
        if name in self.defaults:
            return self.defaults[name]
        raise SavedModelError(
            f"parameter `{name}` has no value",
            fix="set it on the stage, fit and save again",
        )


def _integer(name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _unexpected(name, value, "an integer")
    return value


def _double(name: str, value: object) -> float:
    if isinstance(value, str) and value in _SPECIAL_DOUBLES:
        return _SPECIAL_DOUBLES[value]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _unexpected(name, value, "a double")
    return float(value)


def _unexpected(name: str, value: object, expected: str) -> SavedModelError:
    return SavedModelError(
        f"parameter `{name}` holds {value!r} where {expected} belongs",
        fix="save the model again with Spark's own writer",
    )
