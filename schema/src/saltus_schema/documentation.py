"""How fields and models appear in JSON Schema and OpenAPI."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pydantic

from saltus_schema.wording import show_all

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from saltus_schema.field import Field

CONSEQUENCES = {"error": "are refused", "keep": "are accepted", "warn": "give a warning"}


def class_name(name: str, suffix: str) -> str:
    """Turn a model's name into a class name: flights-late, Request to FlightsLateRequest."""
    words = re.findall(r"[A-Za-z0-9]+", name)
    return "".join(word[0].upper() + word[1:] for word in words) + suffix


def document(field: Field) -> FieldInfo:
    """Return the field's description, example and unit.

    What is accepted with a warning is not a constraint, so it goes to keys of its own: a client
    that checks its requests against the document must not refuse it.
    """
    extra: dict[str, Any] = {}
    if field.unit is not None:
        extra["x-unit"] = field.unit
    if field.on_out_of_range == "warn":
        limits = {"x-minimum": field.minimum, "x-maximum": field.maximum}
        extra |= {key: limit for key, limit in limits.items() if limit is not None}
    if field.categories is not None and not field.is_enum:
        extra["x-categories"] = list(field.categories)
    info: FieldInfo = pydantic.Field(
        description=" ".join(_sentences(field)) or None,
        examples=[field.sample()],
        json_schema_extra=extra,
    )
    return info


def _sentences(field: Field) -> list[str]:
    sentences = []
    if field.description is not None:
        sentences.append(_sentence(field.description))
    if field.unit is not None:
        sentences.append(f"Unit: {field.unit}.")
    if field.on_out_of_range == "warn":
        others = "numbers" if field.kind.numeric else "values"
        sentences.append(f"Usually {field.bounds}; other {others} give a warning.")
    if field.categories is not None and not field.is_enum:
        consequence = CONSEQUENCES[field.on_unseen]
        sentences.append(f"Known: {show_all(field.categories)}; other values {consequence}.")
    return sentences


def _sentence(text: str) -> str:
    stripped = text.rstrip()
    return stripped if stripped.endswith((".", "!", "?")) else f"{stripped}."
