"""What a client sends: one flat object, typed by the schema."""

from __future__ import annotations

import copy
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any

import pydantic
from pydantic import AfterValidator, RootModel, ValidationError

from saltus_schema.categories import among
from saltus_schema.decode import decode_json
from saltus_schema.documentation import class_name, document
from saltus_schema.errors import RowError
from saltus_schema.explain import violations
from saltus_schema.policy import doubt
from saltus_schema.record import REQUIRED, Key, Record

if TYPE_CHECKING:
    from collections.abc import Callable

    from saltus_schema.field import Field
    from saltus_schema.schema import FeatureSchema
    from saltus_schema.violation import Violation


@lru_cache(maxsize=32)
def request_model(schema: FeatureSchema) -> type[RootModel[dict[str, Any]]]:
    """Return the model of a request body; its `root` is the row, a dict keyed by column name.

    Equal schemas share one model.
    """
    record = Record({field.name: _key(field) for field in schema.inputs})
    documented = pydantic.Field(json_schema_extra={"examples": [schema.example_row()]})
    return pydantic.create_model(
        class_name(schema.name, "Request"),
        __base__=RootModel[dict[str, Any]],
        __doc__=f"The inputs of the model {schema.name}.",
        root=(Annotated[dict[str, Any], record], documented),
    )


def _key(field: Field) -> Key:
    value = field.kind.annotation(field.enforced_bounds)
    if field.categories is not None and field.on_unseen == "error":
        value = among(value, field.categories, enum=field.is_enum)
    if field.nullable:
        value = value | None
    elif field.on_missing == "default":
        value = Annotated[value | None, AfterValidator(_or_else(field.default))]
    value = Annotated[value, document(field)]
    match field.on_missing:
        case "error":
            return Key(value, REQUIRED)
        case "null":
            return Key(value, None)
        case "default":
            return Key(value, field.default)


def _or_else(default: Any) -> Callable[[Any], Any]:
    return lambda value: copy.deepcopy(default) if value is None else value


class RequestValidator:
    """Turns what clients send into rows for the scorer."""

    def __init__(self, schema: FeatureSchema) -> None:
        self.schema = schema
        self.model = request_model(schema)
        self._doubtful = [
            field for field in schema.inputs if "warn" in (field.on_unseen, field.on_out_of_range)
        ]

    def validate_json(self, data: bytes | str) -> dict[str, Any]:
        """Return the row that JSON text holds: every column once, in the schema's order.

        Raises:
            JsonError: It is not JSON, or has a duplicate key, NaN or Infinity in it.
            RowError: The schema refuses the row.
        """
        return self.validate_python(decode_json(data))

    def validate_python(self, data: object) -> dict[str, Any]:
        """Return the row with defaults filled in: every column once, in the schema's order.

        Raises:
            RowError: The schema refuses the row.
        """
        try:
            return self.model.model_validate(data).root
        except ValidationError as error:
            raise RowError(violations(self.schema, error.errors(include_url=False))) from None

    def warnings(self, row: dict[str, Any]) -> list[Violation]:
        """Return what is suspicious about a validated row, at most one entry per field."""
        doubts = (doubt(field, row[field.name], "warn") for field in self._doubtful)
        return [found for found in doubts if found is not None]

    def json_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of a request."""
        return self.model.model_json_schema()
