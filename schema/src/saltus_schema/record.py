"""Plain dicts with fixed keys, which may be any strings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pydantic_core import core_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue

REQUIRED: Final = object()


@dataclass(frozen=True)
class Key:
    """One key of a record: the annotation of its value, and its default unless required."""

    annotation: Any
    default: Any = REQUIRED


# Annotated compares its metadata by hash, and no two records need to be equal.
@dataclass(frozen=True, eq=False)
class Record:
    """Metadata that makes `dict[str, Any]` a record: these keys and no others.

    A model's attributes have to be Python identifiers that no method of the model uses;
    the columns of a data frame do not. The validated value is the dict itself.
    """

    keys: Mapping[str, Key]

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        fields = {name: _field(key, handler) for name, key in self.keys.items()}
        return core_schema.typed_dict_schema(fields, extra_behavior="forbid", strict=True)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        document = handler(schema)
        for column in document["properties"].values():
            column.pop("title", None)
        return document


def _field(key: Key, handler: GetCoreSchemaHandler) -> core_schema.TypedDictField:
    schema = handler.generate_schema(key.annotation)
    if key.default is REQUIRED:
        return core_schema.typed_dict_field(schema)
    # pydantic-core copies a default that is not hashable, such as a list.
    default = core_schema.with_default_schema(schema, default=key.default)
    return core_schema.typed_dict_field(default, required=False)
