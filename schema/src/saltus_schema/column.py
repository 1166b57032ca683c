"""What inputs and outputs have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import field_validator

from saltus_schema.declaration import Declaration, Name, Text
from saltus_schema.types import FeatureType, parse_type

if TYPE_CHECKING:
    from collections.abc import Mapping


class Column(Declaration):
    """A named and typed column.

    Attributes:
        name: Column name; any non-empty string.
        type: Type name, such as `int`, `list<string>` or `vector[3]`.
        description: What the value means.
    """

    always_written: ClassVar[str]
    """The key that `to_dict` gives even where it has its default."""

    name: Name
    type: Text
    description: Text | None = None

    @classmethod
    def _subject(cls, data: Mapping[str, Any]) -> str | None:
        name = data.get("name")
        return name if isinstance(name, str) and name else None

    @field_validator("type")
    @classmethod
    def _known_type(cls, name: str) -> str:
        return str(parse_type(name))

    @property
    def kind(self) -> FeatureType:
        """The type itself, where `type` is its name."""
        return parse_type(self.type)

    def to_dict(self) -> dict[str, Any]:
        """Return what differs from the defaults, and always name, type and one key more."""
        key = self.always_written
        return {key: getattr(self, key), **self.model_dump(exclude_defaults=True)}
